import { withoutSecrets } from './without-secrets.js';

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJmZWxsb3ctMSJ9.c2lnbmF0dXJl';

describe('A line of the log', () => {
  it.each([
    ['a password in an address', 'cannot reach postgresql://methodology:hunter-22@db:5432/polyphony', 'hunter-22'],
    ['a bearer token', `GET failed with Bearer ${TOKEN}`, TOKEN],
    ['a token alone', `jwt ${TOKEN} is expired`, TOKEN],
    ['a header in JSON', '{"headers":{"authorization":"Bearer abcdefgh12345"}}', 'abcdefgh12345'],
    ['a header in JSON within a text', '{"message":"{\\"authorization\\":\\"Basic dXNlcjpwYXNz\\"}"}', 'dXNlcjpwYXNz'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\\nMIIEvQIB\\n-----END PRIVATE KEY-----', 'MIIEvQIB'],
    ['a password of Kafka', 'KAFKA_SASL_PASSWORD=hunter-22 is refused', 'hunter-22'],
    ['a password by its name', '{"message":"role","password":"hunter-22"}', 'hunter-22'],
    [
      'a key by its name',
      'PSEUDONYM_KEY=a-secret-of-thirty-two-characters is short',
      'a-secret-of-thirty-two-characters',
    ],
  ])('leaves out %s', (_, line, secret) => {
    const written = withoutSecrets(line);
    expect(written).not.toContain(secret);
    expect(written).toContain('[left out]');
  });

  it.each([
    '{"message":"Consumer host-partner stopped on partner-registry.partner/3"}',
    '{"message":"GET /v1/partners/:id failed","trace_id":"0af7651916cd43dd8448eb211c80319c"}',
    'http://localhost:4101/v1/partners: a token of this role is not allowed here',
    'postgresql://db:5432/polyphony does not answer',
  ])('keeps the rest as it is: %s', (line) => {
    expect(withoutSecrets(line)).toBe(line);
  });

  it('stays readable JSON', () => {
    const line = JSON.stringify({
      message: `postgres://a:b@c and Bearer ${TOKEN}`,
      password: 'x',
      authorization: TOKEN,
    });
    expect(() => JSON.parse(withoutSecrets(line)) as unknown).not.toThrow();
  });
});
