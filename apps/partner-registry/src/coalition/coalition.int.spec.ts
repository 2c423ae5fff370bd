import { CoalitionChartered, CoalitionMemberJoined, CoalitionMemberLeft } from '@polyphony/contracts';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import type { PartnerView } from '../partner/partner.queries.js';
import { partnerRegistry } from '../service.js';
import type { CoalitionView } from './coalition.queries.js';

describe('A coalition', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(partnerRegistry);
  });
  afterAll(() => service?.remove());

  const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;
  const pointersOf = (answer: { body: unknown }) =>
    (answer.body as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer);
  const partner = async (active = true): Promise<string> => {
    const { body } = await service.http.post<PartnerView>('/v1/partners', {
      kind: 'organisation',
      standing: 'fellow',
      name: 'A',
      country: 'FR',
      languages: ['fr'],
      topics: [],
      independence: { interests: [] },
    });
    if (active) await service.http.post(`/v1/partners/${body.id}/activation`, {}, { ifMatch: '"1"' });
    return body.id;
  };
  const charter = (leadPartnerId: string, members: object[]) =>
    service.http.post<CoalitionView>('/v1/coalitions', {
      name: 'Global',
      purpose: 'One voice',
      leadPartnerId,
      members,
    });
  const change = (coalition: CoalitionView, verb: string, body: object) =>
    service.http.post<CoalitionView>(`/v1/coalitions/${coalition.id}/${verb}`, body, {
      ifMatch: `"${coalition.version}"`,
    });

  it('is chartered, joined and left, and each step is an event', async () => {
    const [lead, second] = [await partner(), await partner()];
    const { body: chartered } = await charter(lead, [{ partnerId: lead, from: '2026-01-01' }]);
    const { body: joined } = await change(chartered, 'members', { partnerId: second, from: '2026-02-01' });
    const { body: left } = await change(joined, 'departures', { partnerId: second, until: '2026-06-01' });
    expect(left.members).toEqual([
      { partnerId: lead, from: '2026-01-01', until: null },
      { partnerId: second, from: '2026-02-01', until: '2026-06-01' },
    ]);
    expect((await service.http.get(`/v1/coalitions/${chartered.id}`)).body).toEqual(left);
    const { body: page } = await service.http.get<{ items: CoalitionView[] }>(`/v1/coalitions?partnerId=${second}`);
    expect(page.items.map((item) => item.id)).toEqual([chartered.id]);
    await eventually(async () => {
      const events = await Promise.all(
        [CoalitionChartered, CoalitionMemberJoined, CoalitionMemberLeft].map((type) => service.published(type)),
      );
      expect(events.map((records) => records.find(({ key }) => key === chartered.id)?.headers['ce_sequence'])).toEqual([
        '1',
        '2',
        '3',
      ]);
    });
  });

  it('takes active partners only, and names the others', async () => {
    const [lead, idle] = [await partner(), await partner(false)];
    const answer = await charter(
      lead,
      [lead, idle].map((partnerId) => ({ partnerId, from: '2026-01-01' })),
    );
    expect([answer.status, codeOf(answer)]).toEqual([409, 'partner-not-active']);
    expect((answer.body as unknown as { detail: string }).detail).toContain(idle);
    expect(pointersOf(answer)).toEqual(['/members/1/partnerId']);
    const { body } = await charter(lead, [{ partnerId: lead, from: '2026-01-01' }]);
    expect(pointersOf(await change(body, 'members', { partnerId: idle, from: '2026-01-01' }))).toEqual(['/partnerId']);
  });

  it('knows a partner by its id in whatever case', async () => {
    const [lead, other] = [await partner(), await partner()];
    const { status, body } = await charter(lead.toUpperCase(), [
      { partnerId: lead, from: '2026-01-01' },
      { partnerId: other.toUpperCase(), from: '2026-01-01' },
    ]);
    expect([status, body.leadPartnerId, body.members?.[1]?.partnerId]).toEqual([201, lead, other]);
    expect((await service.http.get(`/v1/coalitions/${body.id.toUpperCase()}`)).body).toEqual(body);
  });

  it('has members with days of the calendar, each said whole', async () => {
    const lead = await partner();
    const refused = async (member: unknown) => {
      const answer = await charter(lead, [{ partnerId: lead, from: '2026-01-01' }, member as object]);
      return [answer.status, pointersOf(answer)];
    };
    expect(await refused({ partnerId: lead, from: '2026-02-30' })).toEqual([400, ['/members/1/from']]);
    expect(await refused({ partnerId: lead, from: '2026-02-01', until: null })).toEqual([400, ['/members/1/until']]);
    expect(await refused([])).toEqual([400, ['/members']]);
  });

  it('is found by its id only', async () => {
    const unknown = await service.http.get(`/v1/coalitions/${uuid()}`);
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'coalition-unknown']);
    const malformed = await service.http.get('/v1/coalitions/the-global-one');
    expect([malformed.status, codeOf(malformed)]).toEqual([400, 'id-malformed']);
  });

  it('has its lead among its members, who cannot leave', async () => {
    const [lead, other] = [await partner(), await partner()];
    expect(codeOf(await charter(lead, [{ partnerId: other, from: '2026-01-01' }]))).toBe('coalition-lead-not-member');
    const { body } = await charter(lead, [{ partnerId: lead, from: '2026-01-01' }]);
    expect(codeOf(await change(body, 'departures', { partnerId: lead, until: '2026-05-01' }))).toBe(
      'coalition-lead-cannot-leave',
    );
  });

  it('has each partner at most once at any time', async () => {
    const [lead, other] = [await partner(), await partner()];
    const { body } = await charter(lead, [
      { partnerId: lead, from: '2026-01-01' },
      { partnerId: other, from: '2026-01-01', until: '2026-03-01' },
    ]);
    expect(codeOf(await change(body, 'members', { partnerId: other, from: '2026-02-28' }))).toBe('membership-overlaps');
    expect((await change(body, 'members', { partnerId: other, from: '2026-03-01' })).status).toBe(200);
  });
});
