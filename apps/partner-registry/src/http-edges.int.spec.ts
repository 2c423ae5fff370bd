import { eventually, testService, type HttpAnswer, type RequestOptions, type TestService } from '@polyphony/testing';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import type { PartnerView } from './partner/partner.queries.js';
import { PROFILE } from './partner/partner.fixture.js';
import { partnerRegistry } from './service.js';

interface Problem {
  code: string;
  detail: string;
  traceId: string;
  errors?: { pointer: string; code: string }[];
}
type Answer = HttpAnswer<PartnerView & Problem>;

const BODY_LIMIT = 64 * 1024;
const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** What every service does with every request, tried on one of them. */
describe('HTTP', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(partnerRegistry, { BODY_LIMIT: String(BODY_LIMIT) });
  });
  afterAll(() => service?.remove());

  const register = (profile: object = {}): Promise<Answer> =>
    service.http.post('/v1/partners', { ...PROFILE, ...profile });
  const activate = (id: string, ifMatch?: string): Promise<Answer> =>
    service.http.post(`/v1/partners/${id}/activation`, {}, ifMatch === undefined ? {} : { ifMatch });
  const get = (path: string, options?: RequestOptions): Promise<Answer> => service.http.get(path, options);
  const send = (raw: RequestOptions['raw'], encoding: string, type = 'application/json'): Promise<Answer> =>
    service.http.post('/v1/partners', undefined, {
      raw,
      headers: { 'content-encoding': encoding, 'content-type': type },
    });
  const codeOf = ({ status, body }: Answer) => [status, body.code];
  const JSON_BODY = JSON.stringify(PROFILE);

  it('says one thing of each field that is wrong: first that it is no text, and only of a text that it is too long', async () => {
    const { body } = await register({ name: undefined, country: 'Kenya', topics: 'water', independence: 'full' });
    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: '/name', code: 'is-string' }),
      expect.objectContaining({ pointer: '/country', code: 'is-iso31661-alpha2' }),
      expect.objectContaining({ pointer: '/topics', code: 'is-array' }),
      expect.objectContaining({ pointer: '/independence', code: 'is-object' }),
    ]);
    const long = await register({ name: 'x'.repeat(201) });
    expect(long.body.errors).toEqual([expect.objectContaining({ pointer: '/name', code: 'max-length' })]);
  });

  it('needs the version that was read, in the form in which it was answered', async () => {
    const { id } = (await register()).body;
    expect(codeOf(await activate(id))).toEqual([428, 'if-match-missing']);
    for (const ifMatch of ['1', 'W/"1"', '"1", "2"', '*', '"one"'])
      expect(codeOf(await activate(id, ifMatch))).toEqual([400, 'if-match-malformed']);
    expect(codeOf(await activate(id, '"2"'))).toEqual([412, 'partner-changed']);
    const active = await activate(id, '"1"');
    expect([active.status, active.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await get(`/v1/partners/${id}`)).headers.get('etag')).toBe('"2"');
  });

  it('reads a body that is zipped, and refuses one that is broken', async () => {
    expect((await send(gzipSync(JSON_BODY), 'gzip')).status).toBe(201);
    expect((await send(JSON_BODY, 'identity')).status).toBe(201);
    expect(codeOf(await send(gzipSync(JSON_BODY).subarray(0, 40), 'gzip'))).toEqual([400, 'request-malformed']);
    expect(codeOf(await send(JSON_BODY, 'gzip'))).toEqual([400, 'request-malformed']);
    for (const json of ['{"name":', 'no', '', '{"__proto__": {"name": "x"}}'])
      expect(codeOf(await send(json, 'identity'))).toEqual([400, 'request-malformed']);
  });

  it('refuses a body that is too large, however small it was sent, and works on', async () => {
    const large = JSON.stringify({ ...PROFILE, name: 'x'.repeat(BODY_LIMIT) });
    expect(codeOf(await send(large, 'identity'))).toEqual([413, 'body-too-large']);
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(BODY_LIMIT);
    expect(codeOf(await send(bomb, 'gzip'))).toEqual([413, 'body-too-large']);
    const broken = Buffer.concat([bomb.subarray(0, -1_000), Buffer.alloc(1_000)]);
    expect(codeOf(await send(broken, 'gzip'))).toEqual([413, 'body-too-large']);
    expect((await register()).status).toBe(201);
  });

  it('refuses a body that is no JSON or encoded otherwise', async () => {
    for (const encoding of ['br', 'gzip, gzip', 'deflate'])
      expect(codeOf(await send(JSON_BODY, encoding))).toEqual([415, 'content-encoding-unsupported']);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])
      expect(codeOf(await send(JSON_BODY, 'identity', type))).toEqual([415, 'media-type-unsupported']);
    expect((await send(JSON_BODY, 'identity', 'Application/JSON; charset=utf-8')).status).toBe(201);
  });

  it('names every field that is wrong, at whatever depth, and those that it does not know', async () => {
    const { status, body } = await register({
      country: 'XX',
      color: 'red',
      independence: { interests: ['', 'fine'], 'a/b': 1 },
    });
    expect([status, body.code]).toEqual([400, 'body-invalid']);
    const pointers = body.errors?.map(({ pointer }) => pointer);
    expect(new Set(pointers)).toEqual(new Set(['/country', '/color', '/independence/interests', '/independence/a~1b']));
    for (const body of [[], ['x'], 'text', 5, true, null])
      expect((await send(JSON.stringify(body), 'identity')).status).toBe(400);
  });

  it('names every parameter of a query that is wrong, and those that it does not know', async () => {
    for (const [query, pointer] of [
      ...['0', '201', '-1', '1.5', 'ten', '', '0x10', '1e2'].map((limit) => [`limit=${limit}`, '/limit']),
      ['limit=1&limit=2', '/limit'],
      ['status=gone', '/status'],
      ['status=active&status=active', '/status'],
      ['country=XX', '/country'],
      ['cursor=a&cursor=b', '/cursor'],
      ['color=red', '/color'],
    ]) {
      const { status, body } = await get(`/v1/partners?${query}`);
      expect([query, status, body.code, body.errors?.[0]?.pointer]).toEqual([query, 400, 'query-invalid', pointer]);
    }
    expect((await get('/v1/partners?limit=200')).status).toBe(200);
    expect(codeOf(await get('/v1/partners?cursor=what'))).toEqual([400, 'cursor-malformed']);
  });

  it('knows no other routes, and no other methods', async () => {
    expect(codeOf(await get('/v1/participants'))).toEqual([404, 'route-unknown']);
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect(codeOf(await service.http.request(method, '/v1/partners'))).toEqual([404, 'route-unknown']);
  });

  it('refuses a path that it cannot read', async () => {
    expect(codeOf(await get('/v1/partners/mine'))).toEqual([400, 'id-malformed']);
    for (const path of ['/v1/partners/%ZZ', `/v1/partners/${'x'.repeat(101)}`])
      expect(codeOf(await get(path))).toEqual([400, 'path-malformed']);
  });

  it('names the trace in a refusal: the one that the request belongs to, or a new one', async () => {
    const headers = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
    for (const path of ['/v1/participants', '/v1/partners/mine', '/v1/partners/%ZZ'])
      expect((await get(path, { headers })).body.traceId).toBe(TRACE);
    const { traceId } = (await get('/v1/participants', { headers: { traceparent: 'mine' } })).body;
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('says that the database is away and when to come again, and works on once it is back', async () => {
    const { id } = (await register()).body;
    const holder = new Client({ connectionString: service.database.adminUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM partner_registry.partner WHERE id = $1 FOR UPDATE', [id]);
      const waiting = activate(id, '"1"');
      await eventually(async () => {
        const ended = await service.database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(ended).toHaveLength(1);
      });
      const answer = await waiting;
      expect([...codeOf(answer), answer.headers.get('retry-after')]).toEqual([503, 'engine-unavailable', '2']);
    } finally {
      await holder.end();
    }
    expect((await activate(id, '"1"')).status).toBe(200);
  });

  it('says nothing of its inside when something is wrong there', async () => {
    await service.database.query('ALTER TABLE partner RENAME topics TO subjects');
    const answer = await register();
    await service.database.query('ALTER TABLE partner RENAME subjects TO topics');
    expect(codeOf(answer)).toEqual([500, 'internal-error']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toMatch(/topics|subjects|\.ts|node_modules| at /);
  });
});
