import {
  CATALOGUE,
  PartnerActivated,
  PartnerErased,
  PartnerRegistered,
  PartnerReinstated,
  PartnerState,
  PartnerSuspended,
} from '@polyphony/contracts';
import { readLog } from '@polyphony/messaging';
import { eventually, STAFF, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { partnerRegistry } from '../service.js';
import { PROFILE } from './partner.fixture.js';
import type { PartnerView } from './partner.queries.js';

describe('The partner registry', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(partnerRegistry);
  });
  afterAll(() => service?.remove());

  const register = async (profile: object = {}) =>
    service.http.post<PartnerView>('/v1/partners', { ...PROFILE, ...profile });
  const command = (partner: PartnerView, verb: string, body?: object) =>
    service.http.post<PartnerView>(`/v1/partners/${partner.id}/${verb}`, body, { ifMatch: `"${partner.version}"` });

  it('registers a partner in the region of its country and tells where it is', async () => {
    const answer = await register();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ region: 'asia-pacific', status: 'registered', version: 1 });
    expect(answer.headers.get('location')).toBe(`/v1/partners/${answer.body.id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    const read = await service.http.get(answer.headers.get('location')!);
    expect(read.body).toEqual(answer.body);
  });

  it('publishes what happened under the versions of the partner, and never a name or a note', async () => {
    const { body: registered } = await register({ name: 'Amina Diallo', kind: 'person', country: 'SN' });
    const { body: active } = await command(registered, 'activation');
    const { body: suspended } = await command(active, 'suspension', { reason: 'safety', note: 'Threatened by X' });
    expect(suspended).toMatchObject({ status: 'suspended', suspensionReason: 'safety', version: 3 });
    await eventually(async () => {
      const mine = async (type: { readonly type: string }) =>
        (await service.published(type)).filter((record) => record.key === registered.id);
      const [first] = await mine(PartnerRegistered);
      const [second] = await mine(PartnerActivated);
      const [third] = await mine(PartnerSuspended);
      expect([first, second, third].map((record) => record?.headers['ce_sequence'])).toEqual(['1', '2', '3']);
      expect(new Set([first, second, third].map((record) => record?.partition)).size).toBe(1);
      expect(third?.data).toEqual({ partnerId: registered.id, reason: 'safety', suspendedAt: expect.any(String) });
      const everything = [first, second, third].map((record) => record!.value!.toString()).join();
      expect(everything).not.toMatch(/Amina|Threatened/);
    });
  });

  it('refuses what the state forbids, and publishes nothing', async () => {
    const { body: partner } = await register();
    const refused = await command(partner, 'suspension', { reason: 'inactivity' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'partner-registered',
      status: 409,
      type: 'urn:polyphony:problem:partner-registered',
    });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    const outbox = await service.database.query('SELECT 1 FROM command_log WHERE aggregate_id = $1', [partner.id]);
    expect(outbox).toHaveLength(1);
  });

  it('answers 428 without If-Match and 412 with an old one', async () => {
    const { body: partner } = await register();
    const without = await service.http.post(`/v1/partners/${partner.id}/activation`);
    expect([without.status, (without.body as { code: string }).code]).toEqual([428, 'if-match-missing']);
    await command(partner, 'activation');
    const stale = await command(partner, 'activation');
    expect([stale.status, (stale.body as unknown as { code: string }).code]).toEqual([412, 'partner-changed']);
  });

  it('lets one of several simultaneous commands through and tells the others that it changed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { body: partner } = await register();
      const answers = await Promise.all(Array.from({ length: 5 }, () => command(partner, 'activation')));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412, 412]);
    }
  });

  it('refuses a text that the database cannot hold, and a missing declaration', async () => {
    const unstorable = await register({ name: 'Nul \u0000 here' });
    expect([unstorable.status, (unstorable.body as unknown as { code: string }).code]).toEqual([
      400,
      'text-unstorable',
    ]);
    const missing = await register({ independence: undefined });
    expect(missing.status).toBe(400);
    expect((missing.body as unknown as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe('/independence');
  });

  it('refuses half of a surrogate pair, in whatever text it stands', async () => {
    const answer = await register({ independence: { interests: ['half \ud800 here'] } });
    expect([answer.status, (answer.body as unknown as { code: string }).code]).toEqual([400, 'text-unstorable']);
  });

  it('takes texts that say something, and languages and countries in one spelling', async () => {
    const { body: partner } = await register({ name: ' Vraag  ', languages: ['PT-br', 'iw'], country: 'nl' });
    expect(partner).toMatchObject({ name: 'Vraag', languages: ['pt-BR', 'he'], country: 'NL' });
    for (const [profile, pointer] of [
      [{ name: '   ' }, '/name'],
      [{ topics: [''] }, '/topics'],
      [{ topics: ['water', ' water'] }, '/topics'],
      [{ languages: ['en_US'] }, '/languages'],
      [{ languages: ['en-US', 'en-us'] }, '/languages'],
      [{ independence: { interests: [' '] } }, '/independence/interests'],
    ] as const) {
      const answer = await register(profile);
      const { errors } = answer.body as unknown as { errors: { pointer: string }[] };
      expect([answer.status, ...new Set(errors?.map((error) => error.pointer))]).toEqual([400, pointer]);
    }
    const { body: page } = await service.http.get<{ items: PartnerView[] }>('/v1/partners?country=nl&limit=200');
    expect(page.items.map(({ id }) => id)).toContain(partner.id);
  });

  it('pages on from a cursor that it gave, and from no other', async () => {
    for (const cursor of ['-'.repeat(36), 'not an id']) {
      const answer = await service.http.get(`/v1/partners?cursor=${Buffer.from(cursor).toString('base64url')}`);
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([400, 'cursor-malformed']);
    }
  });

  it('reinstates a suspended partner, and tells it', async () => {
    const { body: active } = await command((await register()).body, 'activation');
    const { body: suspended } = await command(active, 'suspension', { reason: 'inactivity' });
    const { body: back } = await command(suspended, 'reinstatement');
    expect(back).toMatchObject({ status: 'active', suspensionReason: null, version: 4 });
    await eventually(async () => {
      const [event] = (await service.published(PartnerReinstated)).filter((record) => record.key === active.id);
      expect([event?.headers['ce_sequence'], event?.data]).toEqual([
        '4',
        { partnerId: active.id, reinstatedAt: expect.any(String) },
      ]);
    });
  });

  it('does not know a partner that nobody registered, nor one in a place without people', async () => {
    const unknown = await service.http.get(`/v1/partners/${uuid()}`);
    expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([404, 'partner-unknown']);
    const nobody = { id: uuid(), version: 1 } as PartnerView;
    expect((await command(nobody, 'activation')).status).toBe(404);
    const antarctic = await register({ country: 'AQ' });
    expect([antarctic.status, (antarctic.body as unknown as { code: string }).code]).toEqual([
      422,
      'country-without-region',
    ]);
  });

  describe('on its state topic', () => {
    const statesOf = async ({ id }: PartnerView) =>
      (await service.published(PartnerState)).filter((record) => record.key === id);
    const AMINA = { name: 'Amina Diallo', kind: 'person', country: 'SN', topics: ['her river'] };
    const INTERESTS = { independence: { interests: ['sells filters'] } };

    it('is whole at each of its versions, with its public name, and without what is not public', async () => {
      const { body: registered } = await register({ ...AMINA, ...INTERESTS });
      const { body: active } = await command(registered, 'activation');
      await command(active, 'suspension', { reason: 'safety', note: 'Threatened by X' });
      await eventually(async () => {
        const states = await statesOf(registered);
        expect(states.map(({ headers }) => headers['ce_sequence'])).toEqual(['1', '2', '3']);
        expect(states[2]!.data).toEqual({
          partnerId: registered.id,
          standing: 'fellow',
          region: 'africa',
          languages: ['ml', 'en'],
          declaresInterest: true,
          status: 'suspended',
          registeredAt: registered.registeredAt,
          ...AMINA,
        });
      });
    });

    it('is not there when nothing was stored', async () => {
      const { body: partner } = await register();
      await command(partner, 'suspension', { reason: 'inactivity' });
      const { body: active } = await command(partner, 'activation');
      expect(active.version).toBe(2);
      await eventually(async () =>
        expect((await statesOf(partner)).map(({ headers }) => headers['ce_sequence'])).toEqual(['1', '2']),
      );
    });

    it('is gone once it is erased, and so is its name from the registry', async () => {
      const options = { idempotencyKey: 'registers-Amina' };
      const profile = { ...PROFILE, ...AMINA, name: 'Amina Forgotten', topics: ['Forgotten'], ...INTERESTS };
      const { body: registered } = await service.http.post<PartnerView>('/v1/partners', profile, options);
      const { body: active } = await command(registered, 'activation');
      const refused = await command(active, 'erasure', { reason: 'I ask for it' });
      expect(refused.status).toBe(400);
      const { body: erased, status } = await command(active, 'erasure', { reason: 'own-request' });
      expect([status, erased]).toEqual([
        200,
        {
          ...active,
          version: 3,
          status: 'erased',
          name: '',
          topics: [],
          declaresInterest: false,
          independence: { interests: [] },
        },
      ]);
      const { body: listed } = await service.http.get<{ items: PartnerView[] }>('/v1/partners?status=erased');
      expect(listed.items).toContainEqual(erased);
      expect((await command(erased, 'reinstatement')).body).toMatchObject({ code: 'partner-erased' });
      // A repeated registration is answered with what is left.
      const repeated = await service.http.post<PartnerView>('/v1/partners', profile, options);
      expect([repeated.status, repeated.body]).toEqual([201, erased]);
      // Its states before the erasure are on their way; the record without a value follows them.
      await eventually(async () => expect(await service.database.query('SELECT 1 FROM outbox')).toEqual([]));
      const tables: { name: string }[] = await service.database.query(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
      );
      for (const { name } of tables)
        expect(await service.database.query(`SELECT 1 FROM ${name} AS row WHERE row::text ~ 'Forgotten'`)).toEqual([]);

      await eventually(async () => {
        const last = (await statesOf(registered)).at(-1)!;
        expect(last).toMatchObject({
          value: null,
          headers: { ce_type: 'partner.state.v1', ce_sequence: '3', ce_subject: registered.id },
        });
        const told = (await service.published(PartnerErased)).filter(({ key }) => key === registered.id);
        expect(told.map(({ data }) => data)).toEqual([
          { partnerId: registered.id, reason: 'own-request', erasedAt: expect.any(String) },
        ]);
      });
      const events = CATALOGUE.filter(({ kind, topic }) => kind === 'events' && topic.startsWith('partner-registry.'));
      for (const { topic } of events) {
        const kafka = { brokers: service.topics.brokers, clientId: 'spec' };
        const log = await readLog(kafka, service.topics.topic(topic));
        expect(log.filter(({ value }) => value!.toString().includes('Forgotten'))).toEqual([]);
      }
    });

    it('cannot be left half erased in the database', async () => {
      const { body: partner } = await register(AMINA);
      await expect(
        service.database.query(`UPDATE partner SET status = 'erased' WHERE id = $1`, [partner.id]),
      ).rejects.toThrow('partner_erased_check');
    });
  });

  it('shows notes and the declaration to whoever acts in the network', async () => {
    const independence = { interests: ['sells filters'], balancedBy: 'a board of citizens' };
    const { body: active } = await command((await register({ independence })).body, 'activation');
    expect(active).toMatchObject({ independence, declaresInterest: true, suspensionNote: null });
    const { body: suspended } = await command(active, 'suspension', { reason: 'safety', note: 'Since the floods' });
    expect(suspended.suspensionNote).toBe('Since the floods');
    expect((await service.http.get(`/v1/partners/${active.id}`)).body).toEqual(suspended);
  });

  it('gives a repeated request the same answer without doing it twice', async () => {
    const options = { idempotencyKey: 'the-same-key' };
    const first = await service.http.post<PartnerView>('/v1/partners', PROFILE, options);
    const second = await service.http.post<PartnerView>('/v1/partners', PROFILE, options);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    const other = await service.http.post('/v1/partners', { ...PROFILE, name: 'Other' }, options);
    expect([other.status, (other.body as { code: string }).code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('names each invalid field by JSON pointer and refuses unknown ones', async () => {
    const answer = await register({ country: 'XX', nickname: 'K', independence: { interests: 'none' } });
    expect(answer.status).toBe(400);
    const { errors } = answer.body as unknown as { errors: { pointer: string }[] };
    expect(errors.map((error) => error.pointer).sort()).toEqual(
      expect.arrayContaining(['/country', '/independence/interests', '/nickname']),
    );
  });

  it('keeps who acted, in which role, when and why with every command', async () => {
    const before = new Date();
    const { body: registered } = await register();
    const { body: active } = await command(registered, 'activation');
    await command(active, 'suspension', { reason: 'safety', note: 'Threatened by X' });
    const log = await service.database.query<{ at: Date }>(
      'SELECT event_type, actor_id, role, partner_id, reason, at FROM command_log WHERE aggregate_id = $1 ORDER BY version',
      [registered.id],
    );
    const office = { actor_id: STAFF.actor, role: 'network-coordinator', partner_id: null, at: expect.any(Date) };
    expect(log).toEqual([
      { ...office, event_type: 'partner.registered.v1', reason: null },
      { ...office, event_type: 'partner.activated.v1', reason: null },
      { ...office, event_type: 'partner.suspended.v1', reason: 'safety' },
    ]);
    for (const { at } of log) expect(at.getTime()).toBeGreaterThanOrEqual(before.getTime());
  });

  it('carries the trace of a request into the record of its event', async () => {
    const [trace, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    const headers = { traceparent: `00-${trace}-${span}-01` };
    const { body: partner } = await service.http.post<PartnerView>('/v1/partners', PROFILE, { headers });
    await eventually(async () => {
      const record = (await service.published(PartnerRegistered)).find(({ key }) => key === partner.id);
      expect(record?.headers['traceparent']).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
      expect(record?.headers['traceparent']).not.toContain(span); // a step of its own in the same trace
    });
  });

  it('calls an actor by the same pseudonym in every event, and never by its id', async () => {
    const eve = service.http.as({ actor: 'eve@example.org', role: 'network-coordinator' });
    const { body: hers } = await eve.post<PartnerView>('/v1/partners', PROFILE);
    await eve.post(`/v1/partners/${hers.id}/activation`, {}, { ifMatch: '"1"' });
    const { body: other } = await register();
    await eventually(async () => {
      const records = [...(await service.published(PartnerRegistered)), ...(await service.published(PartnerActivated))];
      const of = (id: string) => records.filter((record) => record.key === id);
      expect([of(hers.id).length, of(other.id).length]).toEqual([2, 1]);
      const [first, second] = of(hers.id).map(({ headers }) => headers['ce_actor']);
      expect(first).toMatch(/^[\w-]{43}$/);
      expect(second).toBe(first);
      expect(of(other.id)[0]?.headers['ce_actor']).not.toBe(first);
      const wire = records.map(({ headers, value }) => JSON.stringify(headers) + value!.toString()).join();
      expect(wire).not.toMatch(/eve@example|staff-1/);
    });
  });

  it('lists partners page by page, each once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => register({ country: 'BR' })));
    const seen: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const page: { body: { items: PartnerView[]; next?: string } } = await service.http.get(
        `/v1/partners?country=BR&limit=2${next && `&cursor=${next}`}`,
      );
      seen.push(...page.body.items.map((item) => item.id));
      next = page.body.next;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toEqual([...seen].sort());
  });

  it('is ready once its database is migrated', async () => {
    expect((await service.http.get('/health/ready')).status).toBe(200);
    expect((await service.http.get('/health/live')).status).toBe(200);
  });
});
