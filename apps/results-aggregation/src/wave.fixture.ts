import {
  AdaptationApproved,
  AdaptationAttached,
  AssemblyProposed,
  AssemblyStarted,
  MethodologyVersionPublished,
  WaveConvened,
  type AdaptedQuestion,
  type QuestionDefinition,
  type Region,
} from '@polyphony/contracts';
import { eventually, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';

const AT = '2026-05-01T10:00:00.000Z';

/** A question for participants, asked once, with these codes. */
export function question(
  questionId: string,
  codes: string[],
  more: Partial<QuestionDefinition> = {},
): QuestionDefinition {
  return {
    questionId,
    concept: questionId,
    wording: `${questionId}?`,
    core: true,
    unitKind: 'participant',
    timePoints: ['once'],
    codes: codes.map((code) => ({ code, kind: 'answer', label: code })),
    ...more,
  };
}

export const QUESTIONS = [
  question('Q1', ['agree', 'disagree', 'pass']),
  question('Q2', ['yes', 'no', 'unsure'], { timePoints: ['before', 'after'] }),
  question('T1', ['first', 'second'], { unitKind: 'table' }),
];

/** An adaptation that only translates, with exceptions. */
export function translated(exceptions: AdaptedQuestion[] = []): AdaptedQuestion[] {
  return QUESTIONS.map(
    ({ questionId }) =>
      exceptions.find((one) => one.questionId === questionId) ?? { questionId, grade: 'translated' as const },
  );
}

/** Where an assembly is, who holds it, and how it asks. */
export interface Site {
  partnerId?: string;
  country?: string;
  region?: Region;
  outsideWindow?: boolean;
  questions?: AdaptedQuestion[];
  localQuestions?: QuestionDefinition[];
}

/** A wave whose events other services publish, and the assemblies in it. */
export class WaveFixture {
  readonly waveId = uuid();
  readonly versionId = uuid();

  constructor(private readonly service: TestService) {}

  async convene(): Promise<this> {
    await this.publishVersion();
    const { waveId, versionId: methodologyVersionId } = this;
    await this.service.publish(
      new WaveConvened({
        waveId,
        coalitionId: uuid(),
        subject: 'Water',
        addressee: 'The council',
        opensOn: '2026-01-01',
        closesOn: '2026-12-31',
        methodologyVersionId,
        convenedAt: AT,
      }),
      { id: waveId, version: 1 },
    );
    return this;
  }

  publishVersion(): Promise<void> {
    return this.service.publish(
      new MethodologyVersionPublished({
        methodologyVersionId: this.versionId,
        methodology: 'global-dialogue',
        semver: '1.0.0',
        sourceLanguage: 'en',
        questions: QUESTIONS,
        publishedAt: AT,
      }),
      { id: this.versionId, version: 2 },
    );
  }

  /** An assembly that has started, once the service knows it. */
  async assembly(site: Site = {}): Promise<string> {
    const adaptationId = uuid();
    const assemblyId = uuid();
    await this.approve(adaptationId, site);
    await this.propose(assemblyId, site);
    await this.attach(assemblyId, adaptationId);
    await this.start(assemblyId, site);
    await eventually(async () => {
      const known = await this.service.database.query(
        `SELECT 1 FROM assembly JOIN wave USING (wave_id) JOIN adaptation USING (adaptation_id)
         JOIN methodology_version ON methodology_version.methodology_version_id = adaptation.methodology_version_id
         WHERE assembly_id = $1 AND state = 'started'`,
        [assemblyId],
      );
      if (known.length === 0) throw new Error(`assembly ${assemblyId} is not known yet`);
    });
    return assemblyId;
  }

  approve(adaptationId: string, { questions, localQuestions }: Site = {}): Promise<void> {
    return this.service.publish(
      new AdaptationApproved({
        adaptationId,
        methodologyVersionId: this.versionId,
        partnerId: uuid(),
        languages: ['fr'],
        questions: questions ?? translated(),
        localQuestions: localQuestions ?? [],
        number: 1,
        approvedAt: AT,
      }),
      { id: adaptationId, version: 3 },
    );
  }

  propose(assemblyId: string, { partnerId, country, region }: Site = {}): Promise<void> {
    return this.service.publish(
      new AssemblyProposed({
        assemblyId,
        waveId: this.waveId,
        partnerId: partnerId ?? uuid(),
        country: country ?? 'KE',
        region: region ?? 'africa',
        locallyInitiated: true,
        proposedAt: AT,
      }),
      { id: assemblyId, version: 1 },
    );
  }

  attach(assemblyId: string, adaptationId: string): Promise<void> {
    return this.service.publish(new AdaptationAttached({ assemblyId, adaptationId, attachedAt: AT }), {
      id: assemblyId,
      version: 2,
    });
  }

  start(assemblyId: string, { outsideWindow }: Site = {}): Promise<void> {
    return this.service.publish(new AssemblyStarted({ assemblyId, startedAt: AT, outsideWindow }), {
      id: assemblyId,
      version: 3,
    });
  }
}

/** A response as it is sent. */
export interface Sent {
  unitKind?: string;
  unitId?: string;
  questionId?: string;
  code?: string;
  timePoint?: string;
  answeredAt?: string;
}

/** A participant's answer to Q1, unless said otherwise. */
export function response(unitId: string, code: string, more: Sent = {}): Sent {
  return { unitKind: 'participant', unitId, questionId: 'Q1', code, timePoint: 'once', answeredAt: AT, ...more };
}

/** As many participants' answers as it takes to give each code so often. */
export function responses(counts: Record<string, number>, more: Sent = {}, prefix = 'person'): Sent[] {
  return Object.entries(counts).flatMap(([code, count]) =>
    Array.from({ length: count }, (_, index) => response(`${prefix}-${code}-${index}`, code, more)),
  );
}
