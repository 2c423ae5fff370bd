import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiDescription } from './api-description.js';
import { HttpClient } from './http-client.js';
import { fellowOf, STAFF } from './test-issuer.js';

describe('the HTTP client of tests', () => {
  let server: Server;
  let url: string;
  let client: HttpClient;
  let seen: { method: string | undefined; headers: IncomingMessage['headers']; body: string };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { method, headers } = request;
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        seen = { method, headers, body };
        response.writeHead(409, { 'content-type': 'application/problem+json' }).end('{"code":"partner-not-active"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = new HttpClient(url, {
      actor: 'ana',
      role: 'network-coordinator',
    });
  });

  afterAll(() => server.close());

  it('returns refusals as answers, with parsed problem details', async () => {
    const answer = await client.get<{ code: string }>('/v1/partners');
    expect(answer).toMatchObject({ status: 409, body: { code: 'partner-not-active' } });
  });

  it('fails the test when an answer is not as the service describes it', async () => {
    const responses = { 409: { content: { 'application/problem+json': { schema: { required: ['detail'] } } } } };
    const description = new ApiDescription({ paths: { '/v1/partners': { get: { responses } } } });
    const strict = new HttpClient(url, STAFF, description);
    const otherwise = /GET \/v1\/partners answers 409 otherwise than OpenAPI says:\n.*'detail'/;
    await expect(strict.get('/v1/partners')).rejects.toThrow(otherwise);
    await expect(strict.as().get('/v1/partners')).rejects.toThrow(otherwise);
  });

  it('says who acts, speaks for somebody else when asked, and for nobody', async () => {
    const claims = () => {
      const token = /^Bearer (.+)$/.exec(seen.headers.authorization ?? '')?.[1];
      return token && (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object);
    };
    await client.get('/');
    expect(claims()).toMatchObject({ sub: 'ana', role: 'network-coordinator' });
    await client.as(fellowOf('p1')).get('/');
    expect(claims()).toMatchObject({ sub: 'fellow of p1', role: 'fellow', partner: 'p1' });
    await client.as().get('/');
    expect(claims()).toBeUndefined();
  });

  it('sends JSON with a fresh idempotency key for each POST', async () => {
    await client.post('/', { name: 'x' });
    const first = seen;
    await client.post('/');
    expect(first).toMatchObject({
      method: 'POST',
      body: '{"name":"x"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(first.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen.headers['idempotency-key']).not.toBe(first.headers['idempotency-key']);
  });

  it('sends the key and the entity tag that it is given, or no key', async () => {
    await client.post('/', {}, { idempotencyKey: 'k', ifMatch: '"3"' });
    expect(seen.headers).toMatchObject({ 'idempotency-key': 'k', 'if-match': '"3"' });
    await client.post('/', {}, { idempotencyKey: null });
    expect(seen.headers).not.toHaveProperty('idempotency-key');
    await client.get('/');
    expect(seen.headers).not.toHaveProperty('idempotency-key');
  });
});
