import { AssemblyCancelled, SubmissionReceived, SubmissionReleased } from '@polyphony/contracts';
import { eventually, fellowOf, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { gzipSync } from 'node:zlib';
import { resultsAggregation } from '../service.js';
import { question, response, responses, translated, WaveFixture, type Sent } from '../wave.fixture.js';
import type { AssemblyTallies } from '../tally/tally.view.js';
import type { SubmissionView } from './submission.queries.js';

describe('Intake of results', () => {
  let service: TestService;
  let wave: WaveFixture;
  beforeAll(async () => {
    service = await testService(resultsAggregation);
    wave = await new WaveFixture(service).convene();
  });
  afterAll(() => service?.remove());

  const submit = (assemblyId: string, rows: unknown[], submissionId = uuid(), revision = 1, http = service.http) =>
    http.post<SubmissionView & { code: string }>(`/v1/assemblies/${assemblyId}/submissions`, {
      submissionId,
      revision,
      responses: rows,
    });
  const talliesOf = async (assemblyId: string) =>
    (await service.http.get<AssemblyTallies>(`/v1/assemblies/${assemblyId}/tallies`)).body.series;
  const countsOf = async (assemblyId: string, questionId = 'Q1') => {
    const series = (await talliesOf(assemblyId)).find((one) => one.questionId === questionId);
    return Object.fromEntries(series?.codes.map(({ code, current, accepted }) => [code, [current, accepted]]) ?? []);
  };
  const mine = async (type: { readonly type: string }, key: string) =>
    (await service.published(type)).filter((record) => record.key === key).map((record) => record.data);

  it('counts the rows before it answers, and shows the receipt where it says', async () => {
    const assemblyId = await wave.assembly();
    const answer = await submit(assemblyId, responses({ agree: 3, pass: 1 }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      version: 1,
      state: 'judged',
      rows: { received: 4, accepted: 4, rejected: 0, quarantined: 0 },
      rejected: [],
    });
    expect(await countsOf(assemblyId)).toEqual({ agree: [3, 3], pass: [1, 1] });
    expect((await service.http.get(answer.headers.get('location')!)).body).toEqual(answer.body);
    const list = await service.http.get<{ items: unknown[] }>(`/v1/assemblies/${assemblyId}/submissions?state=judged`);
    const { rejected, ...summary } = answer.body;
    expect(rejected).toEqual([]);
    expect(list.body.items).toEqual([summary]);
  });

  it('counts a repeated submission once, and refuses another content under the same revision', async () => {
    const assemblyId = await wave.assembly();
    const first = await submit(assemblyId, responses({ agree: 2 }), 'tablet-1');
    const again = await submit(assemblyId, responses({ agree: 2 }), 'tablet-1');
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = await submit(assemblyId, responses({ agree: 1 }), 'tablet-1');
    expect([other.status, other.body.code]).toEqual([409, 'submission-conflict']);
    expect(await countsOf(assemblyId)).toEqual({ agree: [2, 2] });
    const correction = await submit(assemblyId, [response('person-agree-0', 'pass')], 'tablet-1', 2);
    expect(correction.status).toBe(201);
    expect(await countsOf(assemblyId)).toEqual({ agree: [1, 2], pass: [1, 1] });
  });

  it('judges rows one by one and keeps those that are right', async () => {
    const assemblyId = await wave.assembly({
      questions: translated([{ questionId: 'T1', grade: 'not-asked' }]),
    });
    const wrong: [unknown, string][] = [
      [response('u', 'maybe'), 'code-unknown'],
      [response('u', 'agree', { questionId: 'Q9' }), 'question-unknown'],
      [response('u', 'first', { questionId: 'T1', unitKind: 'table' }), 'question-not-asked'],
      [response('u', 'agree', { unitKind: 'table' }), 'unit-kind-wrong'],
      [response('u', 'agree', { timePoint: 'before' }), 'time-point-wrong'],
      [response('u', 'agree', { answeredAt: '2026-02-30T10:00:00Z' }), 'answered-at-malformed'],
      [response('u', 'agree', { answeredAt: '2999-01-01T00:00:00Z' }), 'answered-at-future'],
      [response('', 'agree'), 'unit-id-malformed'],
      [response('\ud800', 'agree'), 'unit-id-malformed'],
      [{ ...response('u', 'agree'), code: 1 }, 'row-malformed'],
      [null, 'row-malformed'],
    ];
    const { body } = await submit(assemblyId, [response('a', 'agree'), ...wrong.map(([row]) => row)]);
    expect(body.rows).toEqual({ received: 12, accepted: 1, rejected: 11, quarantined: 0 });
    expect(body.rejected.map(({ index, code }) => [index, code])).toEqual(
      wrong.map(([, code], index) => [index + 1, code]),
    );
    expect(await countsOf(assemblyId)).toEqual({ agree: [1, 1] });
  });

  it('refuses a document that has not the form of a submission, naming each field', async () => {
    const post = (body: object) =>
      service.http.post<{ errors: { pointer: string }[] }>(`/v1/assemblies/${uuid()}/submissions`, body);
    const answer = await post({ submissionId: '', revision: 0, responses: 'none', note: 'x' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error) => error.pointer)).toEqual([
      '/note',
      '/submissionId',
      '/revision',
      '/responses',
    ]);
    const many = Array.from({ length: 5_001 }, () => ({}));
    expect((await post({ submissionId: 's', revision: 1, responses: many })).status).toBe(400);
  });

  it('takes gzip', async () => {
    const assemblyId = await wave.assembly();
    const body = JSON.stringify({ submissionId: 'zipped', revision: 1, responses: responses({ agree: 500 }) });
    const answer = await service.http.post(`/v1/assemblies/${assemblyId}/submissions`, undefined, {
      raw: gzipSync(body),
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    });
    expect(answer.status).toBe(201);
    expect(await countsOf(assemblyId)).toEqual({ agree: [500, 500] });
  });

  it('takes as many responses as a submission may have with ids as long as they may be', async () => {
    // 3 bytes in UTF-8 for each of the 200 units of a pseudonym, and 4 for each of the 100 characters of the others.
    const [questionId, code] = [`local:${'𠀀'.repeat(94)}`, '𠀀'.repeat(100)];
    const codes = [{ code, kind: 'answer', label: 'Dry' } as const];
    const assemblyId = await wave.assembly({ localQuestions: [{ ...question(questionId, []), core: false, codes }] });
    const rows = Array.from({ length: 5_000 }, (_, index) =>
      response(`${String(index).padStart(4, '0')}${'ー'.repeat(196)}`, code, { questionId }),
    );
    const { status, body } = await submit(assemblyId, rows);
    expect([status, body.rows]).toEqual([201, { received: 5_000, accepted: 5_000, rejected: 0, quarantined: 0 }]);
  });

  it('lets the latest answer count, whichever arrives first', async () => {
    const assemblyId = await wave.assembly();
    const minute = (at: number) => ({ answeredAt: `2026-05-01T10:0${at}:00.000Z` });
    await submit(assemblyId, [response('ana', 'pass', minute(3)), response('ana', 'agree', minute(2))]);
    await submit(assemblyId, [response('ana', 'disagree', minute(1))]);
    expect(await countsOf(assemblyId)).toEqual({ agree: [0, 1], disagree: [0, 1], pass: [1, 1] });
  });

  it('counts each time point and kind of unit by itself', async () => {
    const assemblyId = await wave.assembly();
    await submit(assemblyId, [
      response('ana', 'yes', { questionId: 'Q2', timePoint: 'before' }),
      response('ana', 'no', { questionId: 'Q2', timePoint: 'after' }),
      response('ana', 'first', { questionId: 'T1', unitKind: 'table' }),
    ]);
    const series = (await talliesOf(assemblyId)).map(({ questionId, timePoint, unitKind, n }) => [
      questionId,
      timePoint,
      unitKind,
      n,
    ]);
    expect(series).toEqual([
      ['Q2', 'after', 'participant', 1],
      ['Q2', 'before', 'participant', 1],
      ['T1', 'once', 'table', 1],
    ]);
  });

  it('passes local codes through the map, joins those that it collapses, and tallies local questions', async () => {
    const assemblyId = await wave.assembly({
      questions: translated([
        {
          questionId: 'Q1',
          grade: 'collapsing',
          recodeMap: [
            { local: 'oui', common: ['agree'] },
            { local: 'autre', common: ['pass', 'disagree'] },
          ],
        },
      ]),
      localQuestions: [
        {
          questionId: 'local:well',
          concept: 'well',
          wording: 'Well?',
          core: false,
          unitKind: 'participant',
          timePoints: ['once'],
          codes: [{ code: 'dry', kind: 'answer', label: 'Dry' }],
        },
      ],
    });
    const { body } = await submit(assemblyId, [
      response('a', 'oui'),
      response('b', 'autre'),
      response('c', 'agree'),
      response('a', 'dry', { questionId: 'local:well' }),
    ]);
    expect(body.rejected).toMatchObject([{ index: 2, code: 'code-unknown' }]);
    expect(await countsOf(assemblyId)).toEqual({ agree: [1, 1], 'disagree+pass': [1, 1] });
    expect(await countsOf(assemblyId, 'local:well')).toEqual({ dry: [1, 1] });
  });

  it('keeps rows of an unknown assembly until the events have come, whichever comes last', async () => {
    const other = new WaveFixture(service);
    const lasts = ['version', 'adaptation', 'assembly'];
    for (const last of lasts) {
      const fixture = last === 'version' ? other : wave;
      const [assemblyId, adaptationId] = [uuid(), uuid()];
      const rows = [...responses({ agree: 2 }), response('u', 'maybe')];
      const { body } = await submit(assemblyId, rows, 'early');
      expect([body.state, body.rows]).toEqual([
        'quarantined',
        { received: 3, accepted: 0, rejected: 0, quarantined: 3 },
      ]);
      if (last !== 'adaptation') await fixture.approve(adaptationId);
      if (last !== 'assembly') {
        await fixture.propose(assemblyId);
        await fixture.attach(assemblyId, adaptationId);
        await fixture.start(assemblyId);
        await eventually(async () =>
          expect(
            await service.database.query(`SELECT 1 FROM assembly WHERE assembly_id = $1 AND state = 'started'`, [
              assemblyId,
            ]),
          ).toHaveLength(1),
        );
      }
      if (last === 'version') await fixture.publishVersion();
      if (last === 'adaptation') await fixture.approve(adaptationId);
      if (last === 'assembly') {
        await fixture.propose(assemblyId);
        await fixture.attach(assemblyId, adaptationId);
        expect(await countsOf(assemblyId).catch(() => ({}))).toEqual({});
        await fixture.start(assemblyId);
      }
      await eventually(async () => expect(await countsOf(assemblyId)).toEqual({ agree: [2, 2] }));
      const released = await submit(assemblyId, rows, 'early');
      expect(released.body).toMatchObject({
        id: body.id,
        version: 2,
        state: 'released',
        rows: { received: 3, accepted: 2, rejected: 1, quarantined: 0 },
        rejected: [{ index: 2, code: 'code-unknown' }],
      });
      await eventually(async () => {
        expect(await mine(SubmissionReceived, body.id)).toMatchObject([{ rows: { quarantined: 3 } }]);
        expect(await mine(SubmissionReleased, body.id)).toMatchObject([{ assemblyId, rows: { accepted: 2 } }]);
      });
    }
  });

  it('refuses results of a cancelled assembly, and rejects those that waited', async () => {
    const assemblyId = uuid();
    const { body: early } = await submit(assemblyId, responses({ agree: 2 }), 'early');
    await wave.propose(assemblyId);
    await service.publish(
      new AssemblyCancelled({ assemblyId, reason: 'weather', cancelledAt: '2026-05-01T10:00:00.000Z' }),
      { id: assemblyId, version: 2 },
    );
    await eventually(async () => {
      const { body } = await service.http.get<SubmissionView>(`/v1/assemblies/${assemblyId}/submissions/${early.id}`);
      expect(body).toMatchObject({ state: 'released', rows: { accepted: 0, rejected: 2, quarantined: 0 } });
      expect(body.rejected[0]).toMatchObject({ index: 0, code: 'assembly-cancelled' });
    });
    const late = await submit(assemblyId, responses({ agree: 2 }));
    expect([late.status, late.body.code]).toEqual([409, 'assembly-cancelled']);
    const again = await submit(assemblyId, responses({ agree: 2 }), 'early');
    expect([again.status, again.body]).toEqual([
      201,
      expect.objectContaining({ id: early.id, rows: { received: 2, accepted: 0, rejected: 2, quarantined: 0 } }),
    ]);
  });

  it('takes the results of a fellow for the assemblies of its own partner only', async () => {
    const [host, other] = [uuid(), uuid()];
    const assemblyId = await wave.assembly({ partnerId: host });
    const send = (partner: string, id = assemblyId, submissionId = 'tablet-1') =>
      submit(id, responses({ agree: 2 }), submissionId, 1, service.http.as(fellowOf(partner)));
    const foreign = await send(other);
    expect([foreign.status, foreign.body.code]).toEqual([403, 'partner-not-host']);
    expect((await send(host)).body.rows.accepted).toBe(2);
    const again = await send(other);
    expect([again.status, again.body.code]).toEqual([403, 'partner-not-host']);
    expect(await countsOf(assemblyId)).toEqual({ agree: [2, 2] });
    // As a rebuild leaves the copy until the consumer has read again.
    await service.database.query('DELETE FROM assembly WHERE assembly_id = $1', [assemblyId]);
    const meanwhile = await send(other, assemblyId, 'tablet-2');
    expect([meanwhile.status, meanwhile.body.code]).toEqual([403, 'partner-not-host']);
  });

  it('rejects rows that came before anybody knew the assembly, once their sender turns out not to be its host', async () => {
    const [host, other] = [uuid(), uuid()];
    const [assemblyId, adaptationId] = [uuid(), uuid()];
    const early = async (partner: string) =>
      (await submit(assemblyId, responses({ agree: 2 }), `of ${partner}`, 1, service.http.as(fellowOf(partner)))).body;
    const [mine, foreign] = [await early(host), await early(other)];
    expect([mine.state, foreign.state]).toEqual(['quarantined', 'quarantined']);
    await wave.approve(adaptationId);
    await wave.propose(assemblyId, { partnerId: host });
    await wave.attach(assemblyId, adaptationId);
    await wave.start(assemblyId);
    const stateOf = async ({ id }: SubmissionView) =>
      (await service.http.get<SubmissionView>(`/v1/assemblies/${assemblyId}/submissions/${id}`)).body;
    await eventually(async () => {
      expect(await stateOf(mine)).toMatchObject({ state: 'released', rows: { accepted: 2, rejected: 0 } });
      expect(await stateOf(foreign)).toMatchObject({ state: 'released', rows: { accepted: 0, rejected: 2 } });
    });
    expect((await stateOf(foreign)).rejected[0]).toMatchObject({ index: 0, code: 'partner-not-host' });
    expect(await countsOf(assemblyId)).toEqual({ agree: [2, 2] });
    await eventually(async () => {
      const made = async (type: { readonly type: string }, id: string) =>
        (await service.published(type)).find((record) => record.key === id)?.headers['ce_actor'];
      const [received, released] = [await made(SubmissionReceived, mine.id), await made(SubmissionReleased, mine.id)];
      expect([received, released]).toEqual([expect.any(String), expect.any(String)]);
      expect(released).not.toBe(received);
      expect(await made(SubmissionReleased, foreign.id)).toBe(released);
    });
  });

  it('lists what waits, of whichever assembly, in short', async () => {
    const wait = async () => (await submit(uuid(), responses({ agree: 2 }))).body;
    const [one, other] = [await wait(), await wait()];
    await submit(await wave.assembly(), responses({ agree: 2 }));
    const { items } = (
      await service.http.get<{ items: SubmissionView[] }>('/v1/submissions?state=quarantined&limit=200')
    ).body;
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, other.id]));
    expect(items.every(({ state }) => state === 'quarantined')).toBe(true);
    const { rejected, ...summary } = one;
    expect(rejected).toEqual([]);
    expect(items.find(({ id }) => id === one.id)).toEqual(summary);
    const unknown = await service.http.get<{ code: string }>(`/v1/assemblies/${one.assemblyId}/submissions/${uuid()}`);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'submission-unknown']);
  });

  it('takes 5,000 rows at once', async () => {
    const { body } = await submit(await wave.assembly(), responses({ agree: 2_500, pass: 2_500 }));
    expect(body.rows).toEqual({ received: 5_000, accepted: 5_000, rejected: 0, quarantined: 0 });
  });

  it('counts submissions that come at the same time exactly, each once', async () => {
    const assemblyId = await wave.assembly();
    const parts = Array.from({ length: 8 }, (_, part) =>
      Array.from({ length: 100 }, (_, unit): Sent => response(`unit-${unit}`, 'agree', second(part))),
    );
    const answers = await Promise.all(
      [...parts, ...parts].map((rows, index) => submit(assemblyId, rows, `part-${index % 8}`)),
    );
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    expect(await countsOf(assemblyId)).toEqual({ agree: [100, 800] });
  });

  it('lets no id of a person out: not in an answer, not in an event', async () => {
    const assemblyId = await wave.assembly();
    const person = 'person-4711';
    const sent = await submit(assemblyId, [response(person, 'agree'), response(person, 'maybe')]);
    const tallies = await service.http.get(`/v1/assemblies/${assemblyId}/tallies`);
    expect(JSON.stringify([sent.body, tallies.body])).not.toContain(person);
    await eventually(async () => expect(await mine(SubmissionReceived, sent.body.id)).toHaveLength(1));
    expect(JSON.stringify(await mine(SubmissionReceived, sent.body.id))).not.toContain(person);
  });
});

function second(at: number): Sent {
  return { answeredAt: `2026-05-01T10:00:0${at}.000Z` };
}
