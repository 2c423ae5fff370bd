import { ChangeDecided, ChangeProposed, StanceTaken } from '@polyphony/contracts';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { codeOf, methodologyOf, type Methodology } from '../methodology.fixture.js';
import { contentWith, coreQuestion } from '../methodology-version/content.fixture.js';
import { methodology } from '../service.js';
import type { ChangeProposalView } from './change-proposal.queries.js';

describe('Change proposals over HTTP', () => {
  let service: TestService;
  let given: Methodology;
  let proposer: string;
  let friend: string;
  let critic: string;
  beforeAll(async () => {
    service = await testService(methodology);
    given = methodologyOf(service);
    [proposer, friend, critic] = [await given.partner(), await given.partner('strategic'), await given.partner()];
  });
  afterAll(() => service?.remove());

  const draft = () => given.draft(contentWith(coreQuestion('q1')));
  const propose = (methodologyVersionId: string, as = proposer, body: object = {}) =>
    given.of(as).post<ChangeProposalView>('/v1/change-proposals', {
      methodologyVersionId,
      partnerId: as,
      elementId: 'q1',
      change: 'Ask for the household',
      reason: 'Nobody decides alone here',
      ...body,
    });
  const stance = (proposal: ChangeProposalView, partnerId: string, which: string, reason: string, as = partnerId) =>
    given.command<ChangeProposalView>(
      'change-proposals',
      proposal,
      'stances',
      { partnerId, stance: which, reason },
      given.of(as),
    );
  const DECISION = { outcome: 'accepted', rule: 'two thirds of those who spoke', explanation: 'Kept in mind' };
  const decide = (proposal: ChangeProposalView, http = service.http) =>
    given.command<ChangeProposalView>('change-proposals', proposal, 'decision', DECISION, http);

  it('are decided with their dissent on record, and publish who, never why', async () => {
    const version = await draft();
    let { body: proposal } = await propose(version.id);
    ({ body: proposal } = await stance(proposal, friend, 'object', 'Too long'));
    ({ body: proposal } = await stance(proposal, critic, 'object', 'Breaks comparison'));
    ({ body: proposal } = await stance(proposal, friend, 'support', 'Convinced in the call'));
    const { body: decided } = await decide(proposal);
    expect(decided).toMatchObject({
      status: 'accepted',
      decision: { ...DECISION, decidedAt: expect.any(String) },
      dissent: [{ partnerId: critic, stance: 'object', reason: 'Breaks comparison' }],
      participants: expect.arrayContaining([proposer, friend, critic]),
    });
    expect(decided.stances.map(({ reason }) => reason)).toEqual([
      'Too long',
      'Breaks comparison',
      'Convinced in the call',
    ]);
    expect(decided.participants).toHaveLength(3);
    expect((await service.http.get(`/v1/change-proposals/${proposal.id}`)).body).toEqual(decided);

    await eventually(async () => {
      const types = [ChangeProposed, StanceTaken, ChangeDecided];
      const records = (await Promise.all(types.map((type) => service.published(type)))).flat();
      const mine = records.filter((record) => record.key === proposal.id);
      expect(mine.map((record) => record.headers['ce_sequence'])).toEqual(['1', '2', '3', '4', '5']);
      expect(mine[4]?.data).toMatchObject({ outcome: 'accepted', supporters: [friend], objectors: [critic] });
      const everything = mine.map((record) => record.value!.toString()).join();
      expect(everything).not.toMatch(/household|decides|long|comparison|Convinced|thirds|mind/);
    });
  });

  it('come from active fellows only, for themselves, about what the draft has', async () => {
    const version = await draft();
    expect(codeOf(await propose(version.id, friend))).toEqual([409, 'partner-not-fellow']);
    expect(codeOf(await propose(version.id, proposer, { partnerId: critic }))).toEqual([403, 'actor-other-partner']);
    expect(codeOf(await propose(version.id, proposer, { elementId: 'q9' }))).toEqual([422, 'element-unknown']);
    expect(codeOf(await propose(uuid()))).toEqual([404, 'methodology-version-unknown']);
    const stranger = uuid();
    const refusal = async () => {
      const answer = await propose(version.id, stranger);
      return [...codeOf(answer), answer.headers.get('retry-after')];
    };
    expect(await refusal()).toEqual([409, 'partner-not-seen', '1']);
    await given.register(stranger);
    expect(await refusal()).toEqual([409, 'partner-not-seen', '1']);
    await given.erase(stranger);
    expect(await refusal()).toEqual([409, 'partner-not-active', null]);
    const suspended = await given.partner();
    await given.suspend(suspended);
    expect(codeOf(await propose(version.id, suspended))).toEqual([409, 'partner-not-active']);
  });

  it('know a partner and themselves by their ids in whatever case', async () => {
    const answer = await propose((await draft()).id.toUpperCase(), proposer, { partnerId: proposer.toUpperCase() });
    expect([answer.status, answer.body.partnerId]).toEqual([201, proposer]);
    const same = { ...answer.body, id: answer.body.id.toUpperCase() };
    const { body } = await stance(same, friend.toUpperCase(), 'support', 'x', friend);
    expect(body.stances?.map(({ partnerId }) => partnerId)).toEqual([friend]);
    expect(codeOf(await service.http.get(`/v1/change-proposals/${uuid()}`))).toEqual([404, 'change-proposal-unknown']);
  });

  it('hear every partner for itself, and not the proposer', async () => {
    const { body: proposal } = await propose((await draft()).id);
    expect(codeOf(await stance(proposal, friend, 'support', 'x', critic))).toEqual([403, 'actor-other-partner']);
    expect(codeOf(await stance(proposal, proposer, 'support', 'x'))).toEqual([409, 'proposer-without-stance']);
  });

  it('are decided by stewards, and not by one of the organisation that raised them', async () => {
    const { body: proposal } = await propose((await draft()).id);
    expect(codeOf(await decide(proposal, given.of(critic)))).toEqual([403, 'role-not-allowed']);
    expect(codeOf(await decide(proposal, given.of(proposer, 'methodology-steward')))).toEqual([
      403,
      'decider-takes-part',
    ]);
    const { body: decided } = await decide(proposal);
    expect(codeOf(await decide(decided))).toEqual([409, 'change-proposal-accepted']);
  });

  it('hold up the publication of their draft until they are decided, and come too late afterwards', async () => {
    const version = await draft();
    const { body: proposal } = await propose(version.id);
    const early = await given.command('methodology-versions', version, 'publication');
    expect(codeOf(early)).toEqual([409, 'change-proposals-open']);
    await decide(proposal);
    expect((await given.command('methodology-versions', version, 'publication')).status).toBe(200);
    expect(codeOf(await propose(version.id))).toEqual([409, 'methodology-version-published']);
  });

  it('are listed by version, partner and status', async () => {
    const version = await draft();
    const { body: open } = await propose(version.id);
    const { body: other } = await propose(version.id, critic);
    await decide(other);
    const list = async (query: string) =>
      (
        await service.http.get<{ items: ChangeProposalView[] }>(
          `/v1/change-proposals?methodologyVersionId=${version.id}&${query}`,
        )
      ).body.items.map(({ id }) => id);
    expect(await list('')).toEqual([open.id, other.id]);
    expect(await list('status=accepted')).toEqual([other.id]);
    expect(await list(`partnerId=${proposer}`)).toEqual([open.id]);
  });
});
