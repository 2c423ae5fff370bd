import { createHash } from 'node:crypto';
import type { ServiceName } from '@polyphony/contracts';
import { eventually, fellowOf, reviewerOf, type HttpAnswer, type TestActor } from '@polyphony/testing';
import { Platform } from '../support/platform.js';

interface Aggregate {
  id: string;
  version: number;
  [field: string]: unknown;
}

const CODES = [
  { code: 'agree', kind: 'answer', label: 'Agree' },
  { code: 'disagree', kind: 'answer', label: 'Disagree' },
  { code: 'dont-know', kind: 'dont-know', label: "Don't know" },
  { code: 'refused', kind: 'refused', label: 'No answer' },
];
const QUESTION = {
  questionId: 'q1',
  moduleId: 'm1',
  concept: 'climate-action',
  wording: 'My country should do more.',
  core: true,
  unitKind: 'participant',
  timePoints: ['once'],
  codes: CODES,
  policies: { wording: 'translate', codes: 'free' },
};
const CONTENT = {
  modules: [{ moduleId: 'm1', kind: 'voting', title: 'Vote' }],
  questions: [QUESTION],
  extensionSlots: [],
};

describe('Two partners, from registration to a second release', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start();
  }, 120_000);
  afterAll(() => platform?.remove());

  /** Repeats what other services' events have not reached yet. */
  const post = async (
    service: ServiceName,
    path: string,
    body: object,
    options: { of?: Aggregate; by?: TestActor } = {},
  ): Promise<Aggregate> => {
    const answer: HttpAnswer<Aggregate> = await eventually(async () => {
      const ifMatch = options.of ? { ifMatch: `"${options.of.version}"` } : {};
      const reply = await platform.as(service, options.by).post<Aggregate>(path, body, ifMatch);
      if (reply.headers.has('retry-after')) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
      return reply;
    });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const partner = async (country: string, standing = 'fellow') => {
    const registered = await post('partner-registry', '/v1/partners', {
      kind: 'organisation',
      standing,
      name: `Partner of ${country}`,
      country,
      languages: ['en'],
      topics: ['climate'],
      independence: { interests: [] },
    });
    return post('partner-registry', `/v1/partners/${registered.id}/activation`, {}, { of: registered });
  };
  const adaptation = async (host: Aggregate, reviewer: Aggregate, methodologyVersionId: string, edits: object[]) => {
    const path = '/v1/adaptations';
    const by = fellowOf(host.id);
    const drafted = await post(
      'methodology',
      path,
      { methodologyVersionId, partnerId: host.id, languages: ['fr'] },
      { by },
    );
    const revised = await post('methodology', `${path}/${drafted.id}/revisions`, { edits }, { of: drafted, by });
    const submitted = await post('methodology', `${path}/${drafted.id}/submission`, {}, { of: revised, by });
    return post('methodology', `${path}/${drafted.id}/approval`, {}, { of: submitted, by: reviewerOf(reviewer.id) });
  };
  const assembly = async (host: Aggregate, waveId: string, adaptationId: string) => {
    const by = fellowOf(host.id);
    const path = '/v1/assemblies';
    const scheduling = 'assembly-scheduling';
    const proposed = await post(scheduling, path, { waveId, partnerId: host.id, title: 'Our assembly' }, { by });
    const at = `${path}/${proposed.id}`;
    const attached = await post(scheduling, `${at}/adaptation`, { adaptationId }, { of: proposed, by });
    const sessions = [{ localStart: '2026-05-09T09:00', zone: 'Europe/Paris', durationMinutes: 180 }];
    const scheduled = await post(scheduling, `${at}/schedule`, { sessions }, { of: attached, by });
    const started = await post(scheduling, `${at}/start`, { startedAt: '2026-05-09T07:05:00Z' }, { of: scheduled, by });
    const attendance = { invited: 60, confirmed: 20, attended: 12 };
    return post(
      scheduling,
      `${at}/conclusion`,
      { concludedAt: '2026-05-09T10:05:00Z', attendance },
      { of: started, by },
    );
  };
  const results = (of: Aggregate, host: Aggregate, codes: string[]) => {
    const body = {
      submissionId: 'tablet-1',
      revision: 1,
      responses: codes.map((code, index) => ({
        unitKind: 'participant',
        unitId: `seat-${index}`,
        questionId: 'q1',
        code,
        timePoint: 'once',
        answeredAt: '2026-05-09T09:30:00Z',
      })),
    };
    return post('results-aggregation', `/v1/assemblies/${of.id}/submissions`, body, { by: fellowOf(host.id) });
  };
  /** What is published, read without a token. */
  const read = async (path: string) =>
    (await platform.as('results-aggregation').as().get<Record<string, unknown>>(path)).body;
  const times = (count: number, code: string): string[] => Array.from({ length: count }, () => code);

  it('adds up what both say, in the common codes, and never changes what was released', async () => {
    const [kenya, france] = [await partner('KE'), await partner('FR')];
    const members = [kenya, france].map(({ id }) => ({ partnerId: id, from: '2026-01-01' }));
    const coalition = await post('partner-registry', '/v1/coalitions', {
      name: 'Both',
      purpose: 'One voice',
      leadPartnerId: kenya.id,
      members,
    });
    const draft = await post('methodology', '/v1/methodology-versions', {
      methodology: 'dialogue',
      semver: '1.0.0',
      title: 'Climate',
      sourceLanguage: 'en',
      content: CONTENT,
    });
    const version = await post('methodology', `/v1/methodology-versions/${draft.id}/publication`, {}, { of: draft });
    const wave = await post('assembly-scheduling', '/v1/waves', {
      coalitionId: coalition.id,
      subject: 'Climate',
      addressee: 'The conference',
      opensOn: '2026-05-01',
      closesOn: '2026-05-31',
      methodologyVersionId: version.id,
    });
    const plain = await adaptation(kenya, france, version.id, []);
    const recoded = await adaptation(france, kenya, version.id, [
      {
        kind: 'translate-wording',
        questionId: 'q1',
        language: 'fr',
        text: 'Mon pays devrait faire plus.',
        localReason: 'Language',
      },
      {
        kind: 'recode',
        questionId: 'q1',
        localCodes: [
          { code: 'oui', kind: 'answer', label: 'Oui' },
          { code: 'non', kind: 'answer', label: 'Non' },
          { code: 'nsp', kind: 'dont-know', label: 'Ne sait pas' },
        ],
        map: [
          { local: 'oui', common: ['agree'] },
          { local: 'non', common: ['disagree'] },
          { local: 'nsp', common: ['dont-know'] },
        ],
        localReason: 'Usual answers here',
      },
    ]);
    const inKenya = await assembly(kenya, wave.id, plain.id);
    const inFrance = await assembly(france, wave.id, recoded.id);

    await results(inKenya, kenya, [...times(8, 'agree'), ...times(4, 'disagree')]);
    const figures = (releaseId: string) => read(`/v1/releases/${releaseId}/files/figures.json`);
    await eventually(async () => {
      const { series } = (
        await platform
          .as('results-aggregation')
          .get<{ series: { n: number }[] }>(`/v1/assemblies/${inKenya.id}/tallies`)
      ).body;
      expect(series[0]?.n).toBe(12);
    });
    const first = await post('results-aggregation', '/v1/releases', { waveId: wave.id });
    expect(first).toMatchObject({ number: 1, responses: 12, assemblyIds: [inKenya.id] });
    const firstFigures = await figures(first.id);

    await results(inFrance, france, [...times(5, 'oui'), ...times(5, 'non'), 'nsp']);
    await eventually(async () => {
      const { body: live } = await platform
        .as('results-aggregation')
        .get<{ cells: { n: number; codes: { code: string; count: number }[] }[] }>(`/v1/waves/${wave.id}/tallies`);
      expect(live.cells[0]?.n).toBe(23);
      expect(Object.fromEntries(live.cells[0]!.codes.map(({ code, count }) => [code, count]))).toEqual({
        agree: 13,
        disagree: 9,
        'dont-know': 1,
        refused: 0,
      });
    });
    const second = await post('results-aggregation', '/v1/releases', { waveId: wave.id });
    expect(second).toMatchObject({ number: 2, responses: 23 });
    expect(await figures(first.id)).toEqual(firstFigures);
    expect(await figures(second.id)).not.toEqual(firstFigures);
    expect(await read(`/v1/releases/${second.id}/changes`)).toMatchObject({
      newAssemblyIds: [inFrance.id],
      questions: [{ questionId: 'q1', before: 12, after: 23 }],
    });
    for (const file of second['files'] as { name: string; sha256: string }[]) {
      const { text } = await platform.as('results-aggregation').get(`/v1/releases/${second.id}/files/${file.name}`);
      expect(createHash('sha256').update(text).digest('hex')).toBe(file.sha256);
    }
  }, 120_000);
});
