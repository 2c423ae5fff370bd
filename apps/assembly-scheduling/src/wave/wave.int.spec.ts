import { PartnerSuspended, WaveConvened } from '@polyphony/contracts';
import { eventually, fellowOf, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { factsFor } from '../facts.fixture.js';
import { assemblyScheduling } from '../service.js';
import type { WaveView } from './wave.queries.js';

const AT = '2026-06-01T10:00:00.000Z';

interface Refusal {
  code: string;
  errors?: { pointer: string }[];
}

describe('Waves', () => {
  let service: TestService;
  let lead: string;
  let plan: Record<string, string>;
  beforeAll(async () => {
    service = await testService(assemblyScheduling);
    const facts = factsFor(service);
    lead = await facts.partner('strategic');
    plan = {
      coalitionId: await facts.coalition([{ partnerId: lead, from: '2026-01-01' }]),
      subject: 'Fresh water',
      addressee: 'UN water conference',
      opensOn: '2026-10-01',
      closesOn: '2026-10-31',
      methodologyVersionId: await facts.methodologyVersion(),
    };
    await eventually(async () => expect((await convene()).status).toBe(201));
  });
  afterAll(() => service?.remove());

  const convene = (more: object = {}, partner?: string) =>
    (partner ? service.http.as(fellowOf(partner)) : service.http).post<WaveView & Refusal>('/v1/waves', {
      ...plan,
      ...more,
    });

  it('is convened by the lead of its coalition and tells of its window and method', async () => {
    const { status, body } = await convene({}, lead);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...plan, version: 1 });
    expect((await service.http.get(`/v1/waves/${body.id}`)).body).toEqual(body);
    await eventually(async () => {
      const [event] = (await service.published(WaveConvened)).filter((record) => record.key === body.id);
      expect(event?.data).toEqual({ waveId: body.id, ...plan, convenedAt: body.convenedAt });
    });
  });

  it('is refused to any partner but the lead', async () => {
    const answer = await convene({}, uuid());
    expect([answer.status, answer.body.code]).toEqual([403, 'partner-not-lead']);
  });

  it('waits for the events of a coalition and of a published version that nothing has told of', async () => {
    for (const [more, code] of [
      [{ coalitionId: uuid() }, 'coalition-not-seen'],
      [{ methodologyVersionId: uuid() }, 'methodology-version-not-seen'],
    ] as const) {
      const answer = await convene(more);
      expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([409, code, '1']);
    }
  });

  it('takes a window in the past and one of a single day, and refuses one that closes before it opens', async () => {
    expect((await convene({ opensOn: '2019-05-04', closesOn: '2019-05-04' })).status).toBe(201);
    const answer = await convene({ opensOn: '2026-10-02', closesOn: '2026-10-01' });
    expect([answer.status, answer.body.code]).toEqual([422, 'wave-window-empty']);
    const noDay = await convene({ closesOn: '2026-02-30' });
    expect([noDay.status, noDay.body.errors?.map((error) => error.pointer)]).toEqual([400, ['/closesOn']]);
  });

  it('is not convened by a coalition whose lead is suspended', async () => {
    const facts = factsFor(service);
    const other = await facts.partner();
    const coalitionId = await facts.coalition([{ partnerId: other, from: '2026-01-01' }]);
    await eventually(async () => expect((await convene({ coalitionId })).status).toBe(201));
    const suspended = new PartnerSuspended({ partnerId: other, reason: 'inactivity', suspendedAt: AT });
    await service.publish(suspended, { id: other, version: 3 });
    await eventually(async () => expect((await convene({ coalitionId })).body.code).toBe('partner-not-active'));
  });

  it('is listed by coalition', async () => {
    const { body } = await service.http.get<{ items: WaveView[] }>(`/v1/waves?coalitionId=${plan['coalitionId']}`);
    expect(body.items.length).toBeGreaterThan(0);
    expect(new Set(body.items.map((wave) => wave.coalitionId))).toEqual(new Set([plan['coalitionId']]));
    expect((await service.http.get<{ items: WaveView[] }>(`/v1/waves?coalitionId=${uuid()}`)).body.items).toEqual([]);
  });
});
