import { eventually, testService, type HttpAnswer, type RequestOptions, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { gzipSync } from 'node:zlib';
import { PROFILE } from './partner/partner.fixture.js';
import type { PartnerView } from './partner/partner.queries.js';
import { partnerRegistry } from './service.js';

type Answer = HttpAnswer<PartnerView & { code: string }>;

/** What every service does with the key of a command, tried on one of them. */
describe('A repeated command', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(partnerRegistry);
  });
  afterAll(() => service?.remove());

  const register = (idempotencyKey: string | null, profile: object = {}, http = service.http): Promise<Answer> =>
    http.post('/v1/partners', { ...PROFILE, ...profile }, { idempotencyKey });
  const activate = (id: string, options: RequestOptions): Promise<Answer> =>
    service.http.post(`/v1/partners/${id}/activation`, {}, options);
  const codeOf = ({ status, body }: Answer) => [status, body.code];
  const count = async () => Number((await service.database.query('SELECT count(*) FROM partner'))[0]!['count']);

  it('is done once, however many come at the same time, and each gets the same answer', async () => {
    const before = await count();
    const key = uuid();
    const answers = await Promise.all(Array.from({ length: 6 }, () => register(key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    for (const { body, headers } of answers) {
      expect(body).toEqual(answers[0]!.body);
      expect([headers.get('location'), headers.get('etag')]).toEqual([`/v1/partners/${body.id}`, '"1"']);
    }
    expect(await count()).toBe(before + 1);
  });

  it('gets the first answer although the partner has changed since', async () => {
    const { id } = (await register(uuid())).body;
    const options = { idempotencyKey: uuid(), ifMatch: '"1"' };
    const first = await activate(id, options);
    expect((await activate(id, options)).body).toEqual(first.body);
    expect(codeOf(await activate(id, { ...options, idempotencyKey: uuid() }))).toEqual([412, 'partner-changed']);
  });

  it('gets the first answer although it came while the first was under way, and finds the partner changed', async () => {
    const { id } = (await register(uuid())).body;
    const options = { idempotencyKey: uuid(), ifMatch: '"1"' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => activate(id, options)));
    expect(answers.map(({ status, body }) => [status, body.version])).toEqual(answers.map(() => [200, 2]));
  });

  it('is another one with another body or path, and is refused under the same key', async () => {
    const key = uuid();
    const { id } = (await register(key)).body;
    expect(codeOf(await register(key, { name: 'Another' }))).toEqual([422, 'idempotency-key-reused']);
    const reused = await activate(id, { idempotencyKey: key, ifMatch: '"1"' });
    expect(codeOf(reused)).toEqual([422, 'idempotency-key-reused']);
  });

  it('is the same one however its body was packed, and another when a byte of it differs', async () => {
    const options = { idempotencyKey: uuid() };
    const text = JSON.stringify(PROFILE);
    const send = (raw: RequestOptions['raw'], headers: Record<string, string> = {}): Promise<Answer> =>
      service.http.post('/v1/partners', undefined, {
        ...options,
        raw,
        headers: { 'content-type': 'application/json', ...headers },
      });
    const first = await send(text);
    expect((await send(gzipSync(text), { 'content-encoding': 'gzip' })).body).toEqual(first.body);
    expect(codeOf(await send(`${text} `))).toEqual([422, 'idempotency-key-reused']);
  });

  it('takes a key of 8 to 200 characters, for each actor apart', async () => {
    for (const key of ['short', 'x'.repeat(201)])
      expect(codeOf(await register(key))).toEqual([400, 'idempotency-key-malformed']);
    const key = 'x'.repeat(200);
    const other = service.http.as({ actor: 'coordinator-2', role: 'network-coordinator' });
    const [mine, theirs] = [await register(key), await register(key, {}, other)];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('may go without a key, and is then done again', async () => {
    const [first, second] = [await register(null), await register(null)];
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('is done when the first was refused: no key keeps a refusal', async () => {
    const key = uuid();
    expect(codeOf(await register(key, { country: 'AQ' }))).toEqual([422, 'country-without-region']);
    expect((await register(key)).status).toBe(201);
  });

  it('gets the answer for seven days, and is then forgotten', async () => {
    const [old, young] = [uuid(), uuid()];
    for (const [key, age] of [
      [old, '7 days 1 minute'],
      [young, '6 days 20 hours'],
    ] as const) {
      await register(key);
      const sql = 'UPDATE idempotency_key SET created_at = now() - $2::interval WHERE key = $1';
      await service.database.query(sql, [key, age]);
    }
    const replica = await service.replica();
    try {
      await eventually(async () => {
        const sql = 'SELECT key FROM idempotency_key WHERE key = ANY($1)';
        expect(await service.database.query(sql, [[old, young]])).toEqual([{ key: young }]);
      });
    } finally {
      await replica.stop();
    }
  });
});
