import type { ServiceName } from '@polyphony/contracts';
import { eventually, fellowOf, reviewerOf, type HttpAnswer, type TestActor } from '@polyphony/testing';
import type { Platform } from './platform.js';

/** Something that was made or changed over HTTP, as it was answered. */
export interface Aggregate {
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
const CONTENT = {
  modules: [{ moduleId: 'm1', kind: 'voting', title: 'Vote' }],
  questions: [
    {
      questionId: 'q1',
      moduleId: 'm1',
      concept: 'climate-action',
      wording: 'My country should do more.',
      core: true,
      unitKind: 'participant',
      timePoints: ['once'],
      codes: CODES,
      policies: { wording: 'translate', codes: 'free' },
    },
  ],
  extensionSlots: [],
};

/** The same answer so many times. */
export const times = (count: number, code: string): string[] => Array.from({ length: count }, () => code);

/** The steps of a wave with one question, over HTTP, on a whole platform. */
export class SmallWave {
  constructor(private readonly platform: Platform) {}

  /** Repeats what other services' events have not reached yet. */
  async post(
    service: ServiceName,
    path: string,
    body: object,
    options: { of?: Aggregate; by?: TestActor } = {},
  ): Promise<Aggregate> {
    const answer: HttpAnswer<Aggregate> = await eventually(async () => {
      const ifMatch = options.of ? { ifMatch: `"${options.of.version}"` } : {};
      const reply = await this.platform.as(service, options.by).post<Aggregate>(path, body, ifMatch);
      if (reply.headers.has('retry-after')) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
      return reply;
    });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** An active fellow. */
  async partner(country: string): Promise<Aggregate> {
    const registered = await this.post('partner-registry', '/v1/partners', {
      kind: 'organisation',
      standing: 'fellow',
      name: `Partner of ${country}`,
      country,
      languages: ['en'],
      topics: ['climate'],
      independence: { interests: [] },
    });
    return this.post('partner-registry', `/v1/partners/${registered.id}/activation`, {}, { of: registered });
  }

  /** A published version with one question, and a wave of a coalition of these partners that follows it in May 2026. */
  async convene(partners: Aggregate[]): Promise<{ wave: Aggregate; versionId: string }> {
    const coalition = await this.post('partner-registry', '/v1/coalitions', {
      name: 'Both',
      purpose: 'One voice',
      leadPartnerId: partners[0]!.id,
      members: partners.map(({ id }) => ({ partnerId: id, from: '2026-01-01' })),
    });
    const draft = await this.post('methodology', '/v1/methodology-versions', {
      methodology: 'dialogue',
      semver: '1.0.0',
      title: 'Climate',
      sourceLanguage: 'en',
      content: CONTENT,
    });
    await this.post('methodology', `/v1/methodology-versions/${draft.id}/publication`, {}, { of: draft });
    const wave = await this.post('assembly-scheduling', '/v1/waves', {
      coalitionId: coalition.id,
      subject: 'Climate',
      addressee: 'The conference',
      opensOn: '2026-05-01',
      closesOn: '2026-05-31',
      methodologyVersionId: draft.id,
    });
    return { wave, versionId: draft.id };
  }

  /** An approved adaptation of the host, with these edits. */
  async adaptation(host: Aggregate, reviewer: Aggregate, methodologyVersionId: string, edits: object[]) {
    const path = '/v1/adaptations';
    const by = fellowOf(host.id);
    const begun = { methodologyVersionId, partnerId: host.id, languages: ['fr'] };
    const drafted = await this.post('methodology', path, begun, { by });
    const revised = await this.post('methodology', `${path}/${drafted.id}/revisions`, { edits }, { of: drafted, by });
    const submitted = await this.post('methodology', `${path}/${drafted.id}/submission`, {}, { of: revised, by });
    const approving = { of: submitted, by: reviewerOf(reviewer.id) };
    return this.post('methodology', `${path}/${drafted.id}/approval`, {}, approving);
  }

  /** An assembly on 9 May 2026 in Paris's morning, held to its end by twelve people. */
  async assembly(host: Aggregate, waveId: string, adaptationId: string): Promise<Aggregate> {
    const by = fellowOf(host.id);
    const path = '/v1/assemblies';
    const scheduling = 'assembly-scheduling';
    const proposed = await this.post(scheduling, path, { waveId, partnerId: host.id, title: 'Our assembly' }, { by });
    const at = `${path}/${proposed.id}`;
    const attached = await this.post(scheduling, `${at}/adaptation`, { adaptationId }, { of: proposed, by });
    const sessions = [{ localStart: '2026-05-09T09:00', zone: 'Europe/Paris', durationMinutes: 180 }];
    const scheduled = await this.post(scheduling, `${at}/schedule`, { sessions }, { of: attached, by });
    const startedAt = '2026-05-09T07:05:00Z';
    const started = await this.post(scheduling, `${at}/start`, { startedAt }, { of: scheduled, by });
    const attendance = { invited: 60, confirmed: 20, attended: 12 };
    const end = { concludedAt: '2026-05-09T10:05:00Z', attendance };
    return this.post(scheduling, `${at}/conclusion`, end, { of: started, by });
  }

  /** One answer a seat. */
  results(of: Aggregate, host: Aggregate, codes: string[]): Promise<Aggregate> {
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
    return this.post('results-aggregation', `/v1/assemblies/${of.id}/submissions`, body, { by: fellowOf(host.id) });
  }

  /** The next release, once as many answers count in the wave. */
  async release(wave: Aggregate, answers: number): Promise<Aggregate> {
    await eventually(async () => {
      const { body } = await this.platform
        .as('results-aggregation')
        .get<{ cells: { n: number }[] }>(`/v1/waves/${wave.id}/tallies`);
      if (body.cells[0]?.n !== answers) throw new Error(`${body.cells[0]?.n} of ${answers} answers count`);
    });
    return this.post('results-aggregation', '/v1/releases', { waveId: wave.id });
  }
}
