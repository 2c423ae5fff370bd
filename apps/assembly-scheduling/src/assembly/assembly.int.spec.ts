import {
  AdaptationAttached,
  AssemblyCancelled,
  AssemblyConcluded,
  AssemblyPostponed,
  AssemblyProposed,
  AssemblyScheduled,
  AssemblyStarted,
  AssemblyState,
  PartnerReinstated,
  PartnerSuspended,
} from '@polyphony/contracts';
import { eventually, fellowOf, testService, type HttpAnswer, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { factsFor } from '../facts.fixture.js';
import { assemblyScheduling } from '../service.js';
import type { WaveView } from '../wave/wave.queries.js';
import type { AssemblyView } from './assembly.view.js';

type Answer = HttpAnswer<AssemblyView & { code: string; detail: string; errors?: { pointer: string; code: string }[] }>;

const AT = '2026-03-01T10:00:00.000Z';
const EVENTS = [
  AssemblyProposed,
  AdaptationAttached,
  AssemblyScheduled,
  AssemblyPostponed,
  AssemblyCancelled,
  AssemblyStarted,
  AssemblyConcluded,
];
const MORNING = { localStart: '2026-03-10T09:00', zone: 'Africa/Nairobi', durationMinutes: 180 };
const AFTERNOON = { localStart: '2026-03-10T13:00', zone: 'Africa/Nairobi', durationMinutes: 120 };

describe('Assemblies', () => {
  let service: TestService;
  let host: string;
  let wave: WaveView;
  let adaptationId: string;
  beforeAll(async () => {
    service = await testService(assemblyScheduling);
    const facts = factsFor(service);
    host = await facts.partner();
    const coalitionId = await facts.coalition([{ partnerId: host, from: '2026-01-01' }]);
    const methodologyVersionId = await facts.methodologyVersion();
    adaptationId = await facts.adaptation(host, methodologyVersionId);
    wave = await eventually(async () => {
      const window = { opensOn: '2026-03-01', closesOn: '2026-04-30' };
      const plan = { coalitionId, methodologyVersionId, subject: 'Water', addressee: 'UN', ...window };
      const answer = await service.http.post<WaveView>('/v1/waves', plan);
      expect(answer.status).toBe(201);
      return answer.body;
    });
    await eventually(async () =>
      expect(
        await service.database.query('SELECT 1 FROM adaptation WHERE adaptation_id = $1', [adaptationId]),
      ).toHaveLength(1),
    );
  });
  afterAll(() => service?.remove());

  const propose = (more: object = {}, partner?: string): Promise<Answer> =>
    (partner ? service.http.as(fellowOf(partner)) : service.http).post('/v1/assemblies', {
      waveId: wave.id,
      partnerId: host,
      title: 'Kibera',
      ...more,
    });
  const command = ({ id, version }: AssemblyView, path: string, body: object): Promise<Answer> =>
    service.http.post(`/v1/assemblies/${id}/${path}`, body, { ifMatch: `"${version}"` });
  const scheduled = async (): Promise<AssemblyView> => {
    const attached = await command((await propose()).body, 'adaptation', { adaptationId });
    return (await command(attached.body, 'schedule', { sessions: [MORNING] })).body;
  };
  const eventsOf = async (id: string) => {
    const records = await Promise.all(EVENTS.map((event) => service.published(event)));
    return records
      .flat()
      .filter((record) => record.key === id)
      .sort((a, b) => Number(a.headers['ce_sequence']) - Number(b.headers['ce_sequence']));
  };

  it('stands on its state topic with its sessions at each version, and without title and notes', async () => {
    const { body: proposed } = await propose({ title: "At Amina's", capacity: 80 });
    const { body: attached } = await command(proposed, 'adaptation', { adaptationId });
    const { body: planned } = await command(attached, 'schedule', { sessions: [MORNING, AFTERNOON] });
    const disruption = { postponedAt: '2026-03-09T08:00:00Z', reason: 'weather', note: 'The road to Ann is flooded' };
    await command(planned, 'postponement', disruption);
    const head = {
      assemblyId: proposed.id,
      waveId: wave.id,
      partnerId: host,
      country: 'KE',
      region: 'africa',
      locallyInitiated: false,
      capacity: 80,
      outsideWindow: false,
      proposedAt: proposed.proposedAt,
    };
    const sessions = planned.sessions.map(({ localStart, zone, startsAt, endsAt }) => ({
      localStart,
      zone,
      startsAt,
      endsAt,
    }));
    await eventually(async () => {
      const states = (await service.published(AssemblyState)).filter(({ key }) => key === proposed.id);
      expect(states.map(({ headers }) => headers['ce_sequence'])).toEqual(['1', '2', '3', '4']);
      expect(states[0]!.data).toEqual({ ...head, status: 'proposed', sessions: [] });
      const scheduledAs = { ...head, adaptationId, sessions, scheduledAt: planned.scheduledAt };
      expect(states[2]!.data).toEqual({ ...scheduledAs, status: 'scheduled' });
      expect(states[3]!.data).toEqual({
        ...scheduledAs,
        status: 'postponed',
        postponedAt: '2026-03-09T08:00:00.000Z',
        postponementReason: 'weather',
      });
      expect(states.map(({ value }) => value!.toString()).join()).not.toMatch(/Amina|Ann/);
    });
  });

  it('lives from proposal to conclusion and tells each step under its version, in the order of the log', async () => {
    const { body: proposed, status } = await propose({ title: 'Kibera', capacity: 80, locallyInitiated: true }, host);
    expect(status).toBe(201);
    expect(proposed).toMatchObject({ status: 'proposed', country: 'KE', region: 'africa', capacity: 80, sessions: [] });
    const { body: attached } = await command(proposed, 'adaptation', { adaptationId });
    const { body: first } = await command(attached, 'schedule', { sessions: [MORNING, AFTERNOON] });
    expect(first.sessions).toMatchObject([
      { ...MORNING, startsAt: '2026-03-10T06:00:00.000Z', endsAt: '2026-03-10T09:00:00.000Z' },
      { ...AFTERNOON, startsAt: '2026-03-10T10:00:00.000Z', zoneRules: process.versions.tz },
    ]);
    const disruption = { reason: 'weather', note: 'The road to Ann is flooded' };
    const { body: postponed } = await command(first, 'postponement', {
      postponedAt: '2026-03-09T08:00:00Z',
      ...disruption,
    });
    const { body: second } = await command(postponed, 'schedule', {
      sessions: [{ ...MORNING, localStart: '2026-03-17T09:00' }],
    });
    expect(second.sessions).toHaveLength(1);
    expect(second.postponementNote).toBe(disruption.note);
    const { body: started } = await command(second, 'start', { startedAt: '2026-03-17T06:05:00Z' });
    const attendance = { invited: 300, confirmed: 60, attended: 71 };
    const { body: concluded } = await command(started, 'conclusion', {
      concludedAt: '2026-03-17T09:00:00Z',
      attendance,
    });
    expect(concluded).toMatchObject({ status: 'concluded', attendance, version: 7, outsideWindow: false });
    expect((await service.http.get(`/v1/assemblies/${proposed.id}`)).body).toEqual(concluded);

    await eventually(async () => expect(await eventsOf(proposed.id)).toHaveLength(7));
    const events = await eventsOf(proposed.id);
    expect(events.map((record) => record.headers['ce_type'])).toEqual([
      'assembly.proposed.v1',
      'assembly.adaptation-attached.v1',
      'assembly.scheduled.v1',
      'assembly.postponed.v1',
      'assembly.scheduled.v1',
      'assembly.started.v1',
      'assembly.concluded.v1',
    ]);
    expect(events.map((record) => record.headers['ce_sequence'])).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(events.map((record) => record.offset)).toEqual(
      events.map((record) => record.offset).sort((a, b) => Number(a - b)),
    );
    expect(events[2]?.data).toMatchObject({ outsideWindow: false });
    expect(events[5]?.data).toMatchObject({ outsideWindow: false });
    expect(events.map((record) => record.value!.toString()).join()).not.toMatch(/Kibera|Ann/);
  });

  it('waits for the activation of its host as long as that may come, and is proposed once it has', async () => {
    const facts = factsFor(service);
    const partnerId = uuid();
    const refusal = async () => {
      const { status, body, headers } = await propose({ partnerId });
      return [status, body.code, headers.get('retry-after')];
    };
    const copied = (active: boolean | null) =>
      eventually(async () =>
        expect(
          await service.database.query('SELECT active FROM host_partner WHERE partner_id = $1', [partnerId]),
        ).toEqual([{ active }]),
      );
    expect(await refusal()).toEqual([409, 'partner-not-seen', '1']);
    await facts.registered(partnerId);
    await copied(null);
    expect(await refusal()).toEqual([409, 'partner-not-seen', '1']);
    await facts.erased(partnerId);
    await copied(false);
    expect(await refusal()).toEqual([409, 'partner-not-active', null]);
    const known = await facts.partner();
    await eventually(async () =>
      expect((await propose({ partnerId: known })).body.code).toBe('partner-not-in-coalition'),
    );
    const coalitionId = await facts.coalition([
      { partnerId: host, from: '2026-01-01' },
      { partnerId: known, from: '2026-02-01', until: '2026-03-02' },
    ]);
    const other = await eventually(async () => {
      const answer = await service.http.post<WaveView>('/v1/waves', { ...waveOf(wave), coalitionId });
      expect(answer.status).toBe(201);
      return answer.body;
    });
    expect((await propose({ partnerId: known, waveId: other.id })).status).toBe(201);
  });

  it('is held on days on which its host is a member of the coalition, not only on some of the window', async () => {
    const facts = factsFor(service);
    const guest = await facts.partner();
    const coalitionId = await facts.coalition([
      { partnerId: host, from: '2026-01-01' },
      { partnerId: guest, from: '2026-03-05', until: '2026-03-11' },
      { partnerId: guest, from: '2026-03-11', until: '2026-03-12' },
    ]);
    const ofGuest = await facts.adaptation(guest, wave.methodologyVersionId);
    const proposed = await eventually(async () => {
      const other = await service.http.post<WaveView>('/v1/waves', { ...waveOf(wave), coalitionId });
      const answer = await propose({ partnerId: guest, waveId: other.body.id });
      expect(answer.status).toBe(201);
      return answer.body;
    });
    const attached = await eventually(async () => {
      const answer = await command(proposed, 'adaptation', { adaptationId: ofGuest });
      expect(answer.status).toBe(200);
      return answer.body;
    });
    const schedule = (...localStarts: string[]) =>
      command(attached, 'schedule', { sessions: localStarts.map((localStart) => ({ ...MORNING, localStart })) });
    const outside = await schedule('2026-03-10T09:00', '2026-03-11T23:00', '2026-03-20T09:00');
    expect([outside.status, outside.body.code]).toEqual([409, 'partner-not-in-coalition']);
    expect(outside.body.errors?.map(({ pointer }) => pointer)).toEqual([
      '/sessions/1/localStart',
      '/sessions/2/localStart',
    ]);
    expect((await schedule('2026-03-10T22:00', '2026-03-11T09:00')).status).toBe(200);
  });

  it('is outside of the window when it was held there, although it was planned inside', async () => {
    const early = await command(await scheduled(), 'start', { startedAt: '2025-01-01T09:00:00Z' });
    expect([early.status, early.body.outsideWindow]).toEqual([200, true]);
  });

  it('is not proposed, planned or postponed with null for what may be left out', async () => {
    const pointersOf = (answer: Answer) => [answer.status, answer.body.errors?.map(({ pointer }) => pointer)];
    expect(pointersOf(await propose({ locallyInitiated: null }))).toEqual([400, ['/locallyInitiated']]);
    const planned = await scheduled();
    const sessions = [{ ...MORNING, offset: null }];
    expect(pointersOf(await command(planned, 'schedule', { sessions }))).toEqual([400, ['/sessions/0/offset']]);
    const off = { postponedAt: AT, reason: 'venue', outsideWindow: null };
    expect(pointersOf(await command(planned, 'postponement', off))).toEqual([400, ['/outsideWindow']]);
    const { body: cancelled } = await command(planned, 'cancellation', {
      cancelledAt: AT,
      reason: 'funding',
      note: ' No grant ',
    });
    expect(cancelled.cancellationNote).toBe('No grant');
  });

  it('is proposed and changed by a fellow of its host only, in a wave that there is', async () => {
    const stranger = await propose({}, uuid());
    expect([stranger.status, stranger.body.code]).toEqual([403, 'partner-not-host']);
    const { body: proposed } = await propose({}, host);
    const cancel = (partner: string) =>
      service.http
        .as(fellowOf(partner))
        .post<AssemblyView & { code: string }>(
          `/v1/assemblies/${proposed.id}/cancellation`,
          { cancelledAt: AT, reason: 'funding' },
          { ifMatch: '"1"' },
        );
    expect((await cancel(uuid())).body.code).toBe('partner-not-host');
    expect((await cancel(host)).body.status).toBe('cancelled');
    const strategic = await factsFor(service).partner('strategic');
    await eventually(async () =>
      expect((await propose({ partnerId: strategic })).body.code).toBe('partner-not-fellow'),
    );
    const nowhere = await propose({ waveId: uuid() });
    expect([nowhere.status, nowhere.body.code]).toEqual([422, 'wave-unknown']);
  });

  it('stops proposals, adaptations, schedules and starts of a suspended host, and lets it end what it has begun', async () => {
    const [open, planned, running] = [(await propose()).body, await scheduled(), await scheduled()];
    const { body: attached } = await command(open, 'adaptation', { adaptationId });
    const { body: started } = await command(running, 'start', { startedAt: AT });
    await service.publish(new PartnerSuspended({ partnerId: host, reason: 'safety', suspendedAt: AT }), {
      id: host,
      version: 3,
    });
    await eventually(async () => expect((await propose()).body.code).toBe('partner-not-active'));
    const refused = await command(attached, 'schedule', { sessions: [MORNING] });
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      409,
      'partner-not-active',
      null,
    ]);
    expect((await command(planned, 'start', { startedAt: AT })).body.code).toBe('partner-not-active');
    expect((await command(attached, 'adaptation', { adaptationId })).body.code).toBe('partner-not-active');
    const attendance = { invited: 10, confirmed: 10, attended: 10 };
    expect((await command(started, 'conclusion', { concludedAt: AT, attendance })).status).toBe(200);
    const off = await command(planned, 'postponement', { postponedAt: AT, reason: 'safety', outsideWindow: true });
    expect(off.body).toMatchObject({ status: 'postponed', outsideWindow: true });
    expect((await command(off.body, 'cancellation', { cancelledAt: AT, reason: 'safety' })).body.status).toBe(
      'cancelled',
    );
    await service.publish(new PartnerReinstated({ partnerId: host, reinstatedAt: AT }), { id: host, version: 4 });
    await eventually(async () => expect((await propose()).status).toBe(201));
    expect((await service.http.get<AssemblyView>(`/v1/assemblies/${attached.id}`)).body.status).toBe('proposed');
  });

  it('waits for the approval of an adaptation, and needs one to be scheduled', async () => {
    const { body: proposed } = await propose();
    const unknown = await command(proposed, 'adaptation', { adaptationId: uuid() });
    expect([unknown.status, unknown.body.code, unknown.headers.get('retry-after')]).toEqual([
      409,
      'adaptation-not-seen',
      '1',
    ]);
    expect((await command(proposed, 'schedule', { sessions: [MORNING] })).body.code).toBe('adaptation-missing');
  });

  it('names the session whose time the clocks skip, and asks for the offset of one that occurs twice', async () => {
    const { body: attached } = await command((await propose()).body, 'adaptation', { adaptationId });
    const schedule = (localStart: string, zone: string, offset?: string) =>
      command(attached, 'schedule', { sessions: [{ ...MORNING, localStart, zone, ...(offset ? { offset } : {}) }] });
    const skipped = await schedule('2026-03-29T02:30', 'Europe/Berlin');
    expect([skipped.status, skipped.body.code]).toEqual([422, 'session-time-nonexistent']);
    expect(skipped.body.errors).toMatchObject([
      { pointer: '/sessions/0/localStart', code: 'session-time-nonexistent' },
    ]);
    const twice = await schedule('2026-04-05T02:30', 'Australia/Sydney');
    expect([twice.status, twice.body.code]).toEqual([422, 'session-time-ambiguous']);
    expect(twice.body.detail).toContain('+11:00 and +10:00');
    const form = await command(attached, 'schedule', { sessions: [{ ...MORNING, localStart: '2026-03-10T09:00Z' }] });
    expect([form.status, form.body.errors?.[0]?.pointer]).toEqual([400, '/sessions/0/localStart']);
    expect((await schedule('2026-05-01T09:00', 'Africa/Nairobi')).body.code).toBe('session-outside-window');
    const second = await schedule('2026-04-05T02:30', 'Australia/Sydney', '+10:00');
    expect(second.body.sessions).toMatchObject([{ startsAt: '2026-04-04T16:30:00.000Z' }]);
  });

  it('refuses what its state forbids by naming the state, and what has not happened yet', async () => {
    const planned = await scheduled();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const early = await command(planned, 'start', { startedAt: tomorrow });
    expect([early.status, early.body.code, early.body.errors?.[0]?.pointer]).toEqual([
      422,
      'happened-in-future',
      '/startedAt',
    ]);
    const { body: started } = await command(planned, 'start', { startedAt: AT });
    const late = await command(started, 'cancellation', { cancelledAt: AT, reason: 'funding' });
    expect([late.status, late.body.code]).toEqual([409, 'assembly-in-session']);
    const noDay = await command(started, 'conclusion', { concludedAt: '2026-02-30T10:00:00Z', attendance: {} });
    expect(noDay.status).toBe(400);
  });

  it('lists assemblies by wave, partner, status and country, page by page', async () => {
    const made = await Promise.all(Array.from({ length: 3 }, () => propose()));
    const seen: AssemblyView[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const filter = `waveId=${wave.id}&partnerId=${host}&status=proposed&country=KE&limit=2`;
      const page: { body: { items: AssemblyView[]; next?: string } } = await service.http.get(
        `/v1/assemblies?${filter}${next && `&cursor=${next}`}`,
      );
      seen.push(...page.body.items);
      next = page.body.next;
    }
    expect(new Set(seen.map((item) => item.id)).size).toBe(seen.length);
    expect(seen.map((item) => item.id)).toEqual(expect.arrayContaining(made.map(({ body }) => body.id)));
    expect(new Set(seen.map((item) => item.status))).toEqual(new Set(['proposed']));
    const { body } = await service.http.get<{ items: unknown[] }>('/v1/assemblies?country=BR');
    expect(body.items).toEqual([]);
  });

  it('cannot be stored with sessions that overlap, whatever the program does', async () => {
    const { id } = await scheduled();
    const twin = `INSERT INTO assembly_session
      SELECT assembly_id, 99, local_start, zone, zone_rules, duration_minutes, starts_at, ends_at
      FROM assembly_session WHERE assembly_id = $1`;
    await expect(service.database.query(twin, [id])).rejects.toThrow('assembly_session_assembly_id_starts_at_excl');
  });
});

/** A request that convenes a wave like this one. */
function waveOf({ subject, addressee, opensOn, closesOn, methodologyVersionId }: WaveView): object {
  return { subject, addressee, opensOn, closesOn, methodologyVersionId };
}
