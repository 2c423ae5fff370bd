import { Controller, Get, Module } from '@nestjs/common';
import { createService, LocalIssuer, parseConfig, ServiceConfig, type ServiceApp } from '@polyphony/service-kit';
import { eventually, HttpClient, testIssuer, testService, type TestService } from '@polyphony/testing';
import { UnsecuredJWT } from 'jose';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { ISSUER, newKey, TestProvider, type Differences } from './test-provider.js';
import { whoami } from './whoami.js';

@Controller('v1/forgotten')
class ForgottenController {
  @Get()
  read(): string {
    return 'open to the world';
  }
}
@Module({ controllers: [ForgottenController] })
class ForgottenModule {}

const seconds = (from: number): number => Math.floor(Date.now() / 1_000) + from;

describe('A service that is called with a token', () => {
  let provider: TestProvider;
  let service: TestService;
  const replicas: ServiceApp[] = [];
  beforeAll(async () => {
    provider = await TestProvider.start();
    const env = { ...provider.environment, OIDC_JWKS_COOLDOWN_MS: '0' };
    service = await testService(whoami, env, []);
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await service?.remove();
    await provider?.stop();
  });

  const replica = async (env: NodeJS.ProcessEnv): Promise<string> => {
    const started = await service.replica({ ...provider.environment, ROLES: 'http', ...env });
    replicas.push(started);
    return started.app.getUrl();
  };
  const ask = (authorization: string | undefined, path = '/v1/whoami', url = service.url) =>
    new HttpClient(url).get<{ code: string }>(path, { headers: authorization ? { authorization } : {} });
  const askWith = async (differences: Differences, path?: string, url?: string) =>
    ask(`Bearer ${await provider.token(differences)}`, path, url);

  it('takes the actor, the role and the partner from it', async () => {
    const partner = uuid();
    const answer = await askWith({ claims: { sub: 'ana', role: 'fellow', partner } });
    expect([answer.status, answer.body]).toEqual([200, { id: 'ana', role: 'fellow', partnerId: partner }]);
  });

  it('knows a partner by its id in capitals too: rules about the own organisation compare ids', async () => {
    const partner = uuid();
    const { body } = await askWith({ claims: { sub: 'ana', role: 'fellow', partner: partner.toUpperCase() } });
    expect(body).toMatchObject({ partnerId: partner });
  });

  it('lets the first role act that the route allows, where it holds several', async () => {
    const partner = uuid();
    const roles = ['gardener', 'operator', 'analyst', 'fellow'];
    expect((await askWith({ claims: { role: roles, partner } })).body).toMatchObject({ role: 'analyst' });
    expect((await askWith({ claims: { role: roles.reverse(), partner } })).body).toMatchObject({ role: 'fellow' });
  });

  it('says 401 and asks for a token where there is none, whatever other headers claim', async () => {
    const claimed = { 'x-actor': 'ana', 'x-role': 'analyst' };
    const answers = [
      await new HttpClient(service.url).get('/v1/whoami', { headers: claimed }),
      await ask('Basic YW5hOnNlY3JldA=='),
      await ask('Bearer'),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, (body as { code: string }).code]).toEqual([401, 'token-missing']);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect(headers.get('content-type')).toContain('application/problem+json');
    }
  });

  const stranger = newKey();
  it.each<[string, () => Promise<string>, string]>([
    ['of another issuer', () => provider.token({ claims: { iss: 'https://evil.example.org' } }), 'token-invalid'],
    ['for another audience', () => provider.token({ claims: { aud: 'another-api' } }), 'token-invalid'],
    ['without an audience', () => provider.token({ without: ['aud'] }), 'token-invalid'],
    ['without an end', () => provider.token({ without: ['exp'] }), 'token-invalid'],
    ['of nobody', () => provider.token({ without: ['sub'] }), 'token-invalid'],
    ['with a partner that is none', () => provider.token({ claims: { partner: 'mine' } }), 'token-invalid'],
    ['that has expired', () => provider.token({ claims: { exp: seconds(-10) } }), 'token-expired'],
    ['that is not valid yet', () => provider.token({ claims: { nbf: seconds(30) } }), 'token-invalid'],
    [
      'signed by somebody else under the same key id',
      async () => provider.token({ key: (await stranger).privateKey }),
      'token-invalid',
    ],
    [
      'signed with the public key as a secret (HS256)',
      () => provider.token({ header: { alg: 'HS256' }, key: provider.publicText }),
      'token-invalid',
    ],
    [
      'signed by nobody (none)',
      () =>
        Promise.resolve(
          new UnsecuredJWT({ role: 'analyst' })
            .setIssuer(ISSUER)
            .setAudience('polyphony')
            .setSubject('ana')
            .setExpirationTime('5m')
            .encode(),
        ),
      'token-invalid',
    ],
    ['that is no token', () => Promise.resolve('one.two.three'), 'token-invalid'],
  ])('refuses a token %s', async (_which, token, code) => {
    const { status, body, headers } = await ask(`Bearer ${await token()}`);
    expect([status, body.code]).toEqual([401, code]);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    // On a public route too: who shows a token wants it to count.
    expect((await ask(`Bearer ${await token()}`, '/v1/public')).status).toBe(401);
  });

  it('bears clocks that differ by no more than it was told', async () => {
    expect((await askWith({ claims: { exp: seconds(-1) } })).status).toBe(200);
    expect((await askWith({ claims: { nbf: seconds(3) } })).status).toBe(200);
    const strict = await replica({ OIDC_CLOCK_TOLERANCE_SECONDS: '0' });
    expect((await askWith({ claims: { exp: seconds(-3) } }, undefined, strict)).body.code).toBe('token-expired');
  });

  it('refuses a token from its end on, however often it was good before', async () => {
    const strict = await replica({ OIDC_CLOCK_TOLERANCE_SECONDS: '0' });
    const token = `Bearer ${await provider.token({ claims: { exp: seconds(5) } })}`;
    expect((await ask(token, undefined, strict)).status).toBe(200);
    await eventually(async () => expect((await ask(token, undefined, strict)).body.code).toBe('token-expired'));
  });

  it('refuses an algorithm that is not pinned, however well it is signed', async () => {
    const other = await replica({ OIDC_ALGORITHMS: 'ES256' });
    expect((await askWith({}, undefined, other)).body.code).toBe('token-invalid');
  });

  it('refuses a role that may not call, one that it does not know, and a fellow of no partner', async () => {
    const codes = async (claims: Differences['claims']) => {
      const { status, body } = await askWith({ claims });
      return [status, body.code];
    };
    expect(await codes({ role: 'operator' })).toEqual([403, 'role-not-allowed']);
    expect(await codes({ role: ['king'] })).toEqual([403, 'role-not-allowed']);
    expect(await codes({ role: undefined })).toEqual([403, 'role-not-allowed']);
    expect(await codes({ role: 'fellow' })).toEqual([403, 'partner-missing']);
  });

  it('reads role and partner from the claims that it was told', async () => {
    const partner = uuid();
    const url = await replica({ OIDC_ROLE_CLAIM: 'https://example.org/roles', OIDC_PARTNER_CLAIM: 'organisation' });
    const claims = { 'https://example.org/roles': ['fellow'], organisation: partner, role: 'operator' };
    expect((await askWith({ claims }, undefined, url)).body).toEqual({ id: 'ana', role: 'fellow', partnerId: partner });
  });

  it('knows its reader on a public route by the token, and needs none', async () => {
    expect((await ask(undefined, '/v1/public')).body).toEqual({});
    expect((await askWith({}, '/v1/public')).body).toEqual({ id: 'ana', role: 'analyst' });
    expect((await askWith({ claims: { role: 'king' } }, '/v1/public')).body).toEqual({});
  });

  it('takes tokens of a new key without a restart, and those of a withdrawn one no longer', async () => {
    const old = await provider.token();
    expect((await ask(`Bearer ${old}`)).status).toBe(200);
    await provider.rotate();
    expect((await askWith({})).status).toBe(200);
    expect((await ask(`Bearer ${old}`)).body.code).toBe('token-invalid');
  });

  it('does not ask the issuer again and again for keys that nobody knows', async () => {
    const url = await replica({ OIDC_JWKS_COOLDOWN_MS: '600000' });
    expect((await askWith({}, undefined, url)).status).toBe(200);
    const before = provider.reads;
    for (let tries = 0; tries < 20; tries += 1)
      expect((await askWith({ header: { kid: `unknown-${tries}` } }, undefined, url)).status).toBe(401);
    expect(provider.reads).toBe(before);
  });

  it('says 503 and when to try again while the keys are out of reach, and 200 once they are back', async () => {
    const url = await replica({});
    provider.failure = 500;
    const meanwhile = await askWith({}, undefined, url);
    expect([meanwhile.status, meanwhile.body.code]).toEqual([503, 'issuer-unavailable']);
    expect(meanwhile.headers.get('retry-after')).toBe('2');
    expect((await ask(undefined, '/v1/public', url)).status).toBe(200);
    provider.failure = undefined;
    expect((await askWith({}, undefined, url)).status).toBe(200);
    const nowhere = await replica({ OIDC_JWKS_URI: 'http://127.0.0.1:9/certs' });
    expect((await askWith({}, undefined, nowhere)).body.code).toBe('issuer-unavailable');
  });

  it('picks up the rotation of a local issuer from its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
    const issuer = await LocalIssuer.open(folder);
    const url = await replica({ ...issuer.environment, OIDC_JWKS_COOLDOWN_MS: '600000' });
    const askAsAnalyst = async () =>
      (await ask(`Bearer ${await issuer.token({ actor: 'ana', role: 'analyst' })}`, '/v1/whoami', url)).status;
    expect(await askAsAnalyst()).toBe(200);
    await issuer.rotate();
    expect(await askAsAnalyst()).toBe(200);
    rmSync(folder, { recursive: true });
  });

  it('does not start with a route of which nothing says who may call it', async () => {
    const forgotten = { ...whoami, module: ForgottenModule };
    const config = parseConfig(ServiceConfig, {
      DATABASE_URL: service.database.runtimeUrl,
      KAFKA_BROKERS: service.topics.brokers.join(','),
      LOG_LEVEL: 'error',
      ...(await testIssuer()).environment,
    });
    await expect(createService(forgotten, config)).rejects.toThrow(
      'Nothing says who may call ForgottenController.read',
    );
  });
});
