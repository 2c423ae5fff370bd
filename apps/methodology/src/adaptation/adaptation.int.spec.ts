import {
  AdaptationApproved,
  AdaptationDrafted,
  AdaptationRejected,
  AdaptationRevised,
  AdaptationState,
  AdaptationSubmitted,
} from '@polyphony/contracts';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { codeOf, methodologyOf, type Methodology } from '../methodology.fixture.js';
import { contentWith, coreQuestion } from '../methodology-version/content.fixture.js';
import { methodology } from '../service.js';
import type { AdaptationSummary, AdaptationView } from './adaptation.view.js';

const localReason = 'Amina says nobody understands it otherwise';
const FRENCH = [
  { kind: 'translate-wording', questionId: 'q1', language: 'fr', text: 'Et alors ?', localReason },
  { kind: 'translate-codes', questionId: 'q1', language: 'fr', labels: { yes: 'Oui', no: 'Non' }, localReason },
];
const RECODED = {
  kind: 'recode',
  questionId: 'q2',
  localCodes: ['aye', 'nay'].map((code) => ({ code, kind: 'answer', label: code })),
  map: [
    { local: 'aye', common: ['yes'] },
    { local: 'nay', common: ['no'] },
  ],
  localReason,
};
const LOCAL = {
  kind: 'add-local-question',
  slotId: 'national-topic',
  question: {
    questionId: 'local:water',
    concept: 'water',
    wording: 'Whose is the river?',
    core: false,
    unitKind: 'table',
    timePoints: ['once'],
    codes: [{ code: 'ours', kind: 'answer', label: 'Ours' }],
  },
  localReason,
};
const dropped = (elementId: string) => ({ kind: 'drop', elementId, localReason });

describe('Adaptations over HTTP', () => {
  let service: TestService;
  let given: Methodology;
  let partner: string;
  let reviewer: string;
  let versionId: string;
  beforeAll(async () => {
    service = await testService(methodology);
    given = methodologyOf(service);
    [partner, reviewer] = [await given.partner(), await given.partner()];
    const translated = { wording: 'translate', codes: 'translate' } as const;
    const content = contentWith(coreQuestion('q1', translated), coreQuestion('q2', { ...translated, codes: 'free' }));
    versionId = (await given.publish(content)).id;
  });
  afterAll(() => service?.remove());

  const reviewing = () => given.of(reviewer, 'reviewer');
  const begin = async (of = partner) => {
    const body = { methodologyVersionId: versionId, partnerId: of, languages: ['fr'] };
    return given.of(of).post<AdaptationView>('/v1/adaptations', body);
  };
  const command = (seen: AdaptationView, verb: string, body?: object, http = given.of(seen.partnerId)) =>
    given.command<AdaptationView>('adaptations', seen, verb, body, http);
  const revised = async (edits: object[], of = partner) => {
    const { body: draft } = await begin(of);
    return (await command(draft, 'revisions', { edits })).body;
  };
  const submitted = async (edits: object[], of = partner) =>
    (await command(await revised(edits, of), 'submission')).body;

  it('stand on their state topic with what they ask once they are approved, and without what people wrote', async () => {
    const note = 'Well done, Amina';
    const other = await given.partner();
    const waiting = await submitted([...FRENCH, RECODED, LOCAL], other);
    const { body: back } = await command(waiting, 'rejection', { reason: 'incomplete', note }, reviewing());
    const { body: again } = await command(back, 'revisions', { edits: [...FRENCH, RECODED, LOCAL] });
    const { body: twice } = await command(again, 'submission');
    const { body: approved } = await command(twice, 'approval', { note }, reviewing());
    const head = {
      adaptationId: waiting.id,
      methodologyVersionId: versionId,
      partnerId: other,
      languages: ['fr'],
      draftedAt: waiting.draftedAt,
    };
    await eventually(async () => {
      const states = (await service.published(AdaptationState)).filter(({ key }) => key === waiting.id);
      expect(states.map(({ headers }) => headers['ce_sequence'])).toEqual(['1', '2', '3', '4', '5', '6', '7']);
      expect(states[1]!.data).toEqual({ ...head, status: 'draft' });
      expect(states[3]!.data).toEqual({
        ...head,
        status: 'rejected',
        submittedAt: waiting.submittedAt,
        reviewedAt: back.review!.reviewedAt,
        rejectionReason: 'incomplete',
      });
      expect(states[6]!.data).toEqual({
        ...head,
        status: 'approved',
        number: approved.number,
        submittedAt: approved.submittedAt,
        reviewedAt: approved.review!.reviewedAt,
        questions: approved.diff.questions,
        localQuestions: [LOCAL.question],
      });
      expect(states.map(({ value }) => value!.toString()).join()).not.toMatch(/Amina/);
    });
  });

  it('that drop a core question are refused with every facet named, and accepted when they are whole', async () => {
    const draft = await revised([...FRENCH, dropped('q1'), { ...RECODED, questionId: 'q1' }, dropped('q2')]);
    const touched = draft.diff.touched.map(({ elementId, facet, allowed }) => [elementId, facet, allowed]);
    expect(touched).toEqual([
      ['q1', 'wording', true],
      ['q1', 'codes', true],
      ['q1', 'presence', false],
      ['q1', 'codes', false],
      ['q2', 'presence', false],
    ]);
    const refused = await command(draft, 'submission');
    expect(codeOf(refused)).toEqual([422, 'adaptation-against-policy']);
    const { errors } = refused.body as unknown as { errors: { pointer: string; code: string; detail: string }[] };
    expect(errors.filter(({ code }) => code !== 'code-unknown')).toEqual([
      { pointer: '/edits/2', code: 'presence', detail: 'q1: its presence is fixed, which does not allow drop' },
      { pointer: '/edits/3', code: 'codes', detail: 'q1: its codes is translate, which does not allow recode' },
      { pointer: '/edits/4', code: 'presence', detail: 'q2: its presence is fixed, which does not allow drop' },
    ]);
    const read = await service.http.get<AdaptationView>(`/v1/adaptations/${draft.id}`);
    expect(read.body).toEqual(draft);

    const { body: whole } = await command(draft, 'revisions', { edits: FRENCH });
    const accepted = await command(whole, 'submission');
    expect([accepted.status, accepted.body.status]).toEqual([200, 'submitted']);
    expect(accepted.body.diff.translations).toEqual([{ language: 'fr', questions: 2, wordings: 1, labels: 0 }]);
    const { body: diff } = await service.http.get(`/v1/adaptations/${draft.id}/diff`);
    expect(diff).toEqual(accepted.body.diff);
  });

  it('are approved by others, numbered, and tell everybody the grade of every question and no reason', async () => {
    const own = await submitted([...FRENCH, RECODED, LOCAL]);
    const colleague = given.of(partner, 'reviewer');
    const refusals = [
      await command(own, 'approval', {}, colleague),
      await command(own, 'rejection', { reason: 'other' }, colleague),
    ];
    expect(refusals.map(codeOf)).toEqual(refusals.map(() => [403, 'reviewer-own-organisation']));
    const homeless = service.http.as({ actor: 'of nowhere', role: 'reviewer' });
    expect(codeOf(await command(own, 'approval', {}, homeless))).toEqual([403, 'partner-missing']);
    const { body: approved } = await command(own, 'approval', { note: 'Thank you, Amina' }, reviewing());
    expect(approved).toMatchObject({ status: 'approved', number: 1, review: { outcome: 'approved', reason: null } });
    await eventually(async () => {
      const [event] = (await service.published(AdaptationApproved)).filter((record) => record.key === own.id);
      expect(event?.data).toEqual({
        adaptationId: own.id,
        methodologyVersionId: versionId,
        partnerId: partner,
        languages: ['fr'],
        questions: [
          { questionId: 'q1', grade: 'translated' },
          { questionId: 'q2', grade: 'recoded', recodeMap: RECODED.map },
        ],
        localQuestions: [LOCAL.question],
        number: 1,
        approvedAt: expect.any(String),
      });
      const types = [AdaptationDrafted, AdaptationRevised, AdaptationSubmitted, AdaptationApproved];
      const records = (await Promise.all(types.map((type) => service.published(type)))).flat();
      const mine = records.filter((record) => record.key === own.id);
      expect(mine.map((record) => record.headers['ce_sequence'])).toEqual(['1', '2', '3', '4']);
      expect(mine.map((record) => record.value!.toString()).join()).not.toMatch(/Amina|understands/);
    });
    expect(codeOf(await command(approved, 'revisions', { edits: [] }))).toEqual([409, 'adaptation-approved']);
    await expect(service.database.query(`UPDATE adaptation SET edits = '[]' WHERE id = $1`, [own.id])).rejects.toThrow(
      /never changes/,
    );
  });

  it('are numbered one after the other, also when they are approved at once', async () => {
    const host = await given.partner();
    const waiting = [await submitted([], host), await submitted([], host), await submitted([], host)];
    const answers = await Promise.all(waiting.map((one) => command(one, 'approval', {}, reviewing())));
    expect(answers.map(({ body }) => body.number).sort()).toEqual([1, 2, 3]);
  });

  it('are sent back with a code for everybody and a note for the partner, and can be mended', async () => {
    const waiting = await submitted(FRENCH);
    const verdict = { reason: 'translation-quality', note: 'Ask Amina about the second word' };
    const { body: rejected } = await command(waiting, 'rejection', verdict, reviewing());
    expect(rejected).toMatchObject({ status: 'rejected', review: { outcome: 'rejected', ...verdict } });
    await eventually(async () => {
      const [event] = (await service.published(AdaptationRejected)).filter((record) => record.key === waiting.id);
      expect(event?.data).toEqual({
        adaptationId: waiting.id,
        reason: 'translation-quality',
        rejectedAt: expect.any(String),
      });
    });
    const { body: mended } = await command(rejected, 'revisions', { edits: FRENCH.slice(0, 1) });
    expect((await command(mended, 'submission')).body.status).toBe('submitted');
  });

  it('are reviewed while the partner of the reviewer is active', async () => {
    const suspended = await given.partner();
    const own = await submitted(FRENCH);
    await given.suspend(suspended);
    const byThem = given.of(suspended, 'reviewer');
    expect(codeOf(await command(own, 'approval', {}, byThem))).toEqual([409, 'partner-not-active']);
    const rejection = { reason: 'translation-quality' };
    expect(codeOf(await command(own, 'rejection', rejection, byThem))).toEqual([409, 'partner-not-active']);
    expect((await command(own, 'approval', {}, reviewing())).status).toBe(200);
  });

  it('are of a published version, by an active partner, for itself', async () => {
    const draft = await given.draft(contentWith(coreQuestion('q1')));
    const body = { methodologyVersionId: draft.id, partnerId: partner, languages: ['fr'] };
    expect(codeOf(await given.of(partner).post('/v1/adaptations', body))).toEqual([409, 'methodology-version-draft']);
    expect(codeOf(await given.of(reviewer).post('/v1/adaptations', body))).toEqual([403, 'actor-other-partner']);
    const suspended = await given.partner();
    const begun = await revised(FRENCH, suspended);
    await given.suspend(suspended);
    expect(codeOf(await command(begun, 'submission'))).toEqual([409, 'partner-not-active']);
  });

  it('are checked edit by edit, each as what its kind says', async () => {
    const { body: draft } = await begin();
    const edits = [
      { kind: 'drop', elementId: 'q1' },
      { kind: 'drop', elementId: 'q1', text: 'x', localReason },
      { kind: 'abolish', elementId: 'q1', localReason },
      { ...FRENCH[1], labels: { yes: 3 } },
      { ...RECODED, map: [{ local: 'aye', common: 'yes' }] },
      { ...LOCAL, question: { ...LOCAL.question, timePoints: ['sometimes'], codes: [[]] } },
    ];
    const answer = await command(draft, 'revisions', { edits });
    expect(answer.status).toBe(400);
    const pointers = (answer.body as unknown as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect([...new Set(pointers)].sort()).toEqual([
      '/edits/0/localReason',
      '/edits/1/text',
      '/edits/2/elementId',
      '/edits/2/kind',
      '/edits/3/labels',
      '/edits/4/map/0/common',
      '/edits/5/question/codes',
      '/edits/5/question/timePoints',
    ]);
    const unplaced = await command(draft, 'revisions', {
      edits: [
        { kind: 'move', elementId: 'q1', order: 0, localReason },
        { kind: 'translate-title', localReason },
      ],
    });
    expect(
      (unplaced.body as unknown as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer),
    ).toEqual(expect.arrayContaining(['/edits/0/order', '/edits/1/elementId', '/edits/1/language', '/edits/1/text']));
    for (const edit of [null, [], 'drop', { kind: 'constructor' }])
      expect((await command(draft, 'revisions', { edits: [edit] })).status).toBe(400);
  });

  it('are found by their id only', async () => {
    expect(codeOf(await service.http.get(`/v1/adaptations/${uuid()}`))).toEqual([404, 'adaptation-unknown']);
  });

  it('are listed by partner, version and status', async () => {
    const host = await given.partner();
    const [first, second] = [await revised([], host), await submitted([], host)];
    const list = async (query: string) =>
      (await service.http.get<{ items: AdaptationSummary[] }>(`/v1/adaptations?partnerId=${host}&${query}`)).body.items;
    expect((await list(`methodologyVersionId=${versionId}`)).map(({ id }) => id)).toEqual([first.id, second.id]);
    const [waiting, ...others] = await list('status=submitted');
    expect([waiting?.id, others]).toEqual([second.id, []]);
    expect(waiting).not.toHaveProperty('edits');
  });
});
