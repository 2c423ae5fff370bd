import {
  MAX_EVENT_BYTES,
  MethodologyVersionDrafted,
  MethodologyVersionPublished,
  MethodologyVersionRevised,
  type QuestionDefinition,
  type VersionStatus,
} from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { incompleteness } from './completeness.js';
import type { CommonQuestion, Content } from './content.js';
import { changesBetween, compareSemver, covers, levelBetween, type ContentChange } from './semver-rule.js';

/** What a draft begins with. */
export interface Draft {
  /** The family, such as `global-dialogue`. */
  methodology: string;
  semver: string;
  title: string;
  /** BCP 47, of every text in it. */
  sourceLanguage: string;
  content: Content;
}

/** One version of the common method: open to change as a draft, immutable once published (I-5). */
@Entity()
export class MethodologyVersion {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') methodology!: string;
  @Column('text') semver!: string;
  @Column('text') title!: string;
  @Column('text', { name: 'source_language' }) sourceLanguage!: string;
  @Column('jsonb') content!: Content;
  /** Against the published version before it; empty for a draft and for the first of a family. */
  @Column('jsonb') changes!: ContentChange[];
  @Column('text') status!: VersionStatus;
  @Column('timestamptz', { name: 'drafted_at' }) draftedAt!: Date;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;

  static draft(id: string, draft: Draft, at: Date): [MethodologyVersion, MethodologyVersionDrafted] {
    const version = Object.assign(new MethodologyVersion(), draft, {
      id,
      version: 0,
      changes: [],
      status: 'draft' as const,
      draftedAt: at,
      publishedAt: null,
    });
    const { methodology, semver } = draft;
    const event = new MethodologyVersionDrafted({
      methodologyVersionId: id,
      methodology,
      semver,
      draftedAt: at.toISOString(),
    });
    return [version, event];
  }

  revise(content: Content, at: Date): MethodologyVersionRevised {
    this.refuseUnlessDraft();
    this.content = content;
    return new MethodologyVersionRevised({
      methodologyVersionId: this.id,
      modules: content.modules.length,
      questions: content.questions.length,
      revisedAt: at.toISOString(),
    });
  }

  /**
   * `predecessor` is the highest published version of the family.
   * @throws {DomainError} invalid when something is missing, when the number does not rise, or when it rises by less than
   * the changes need
   */
  publish(predecessor: MethodologyVersion | undefined, at: Date): MethodologyVersionPublished {
    this.refuseUnlessDraft();
    const missing = incompleteness(this.content);
    if (missing.length > 0)
      throw new DomainError(
        'invalid',
        'methodology-version-incomplete',
        'This draft cannot bind everybody yet',
        missing,
      );
    if (predecessor) this.changes = this.changesSince(predecessor);
    this.status = 'published';
    this.publishedAt = at;
    const { id: methodologyVersionId, methodology, semver, sourceLanguage } = this;
    const event = new MethodologyVersionPublished({
      methodologyVersionId,
      methodology,
      semver,
      sourceLanguage,
      questions: this.content.questions.map(definitionOf),
      publishedAt: at.toISOString(),
    });
    const bytes = Buffer.byteLength(JSON.stringify(event));
    if (bytes > MAX_EVENT_BYTES)
      throw new DomainError(
        'invalid',
        'methodology-version-too-large',
        `The questions are ${bytes} bytes; everybody is told of at most ${MAX_EVENT_BYTES}`,
      );
    return event;
  }

  private changesSince(predecessor: MethodologyVersion): ContentChange[] {
    if (compareSemver(this.semver, predecessor.semver) <= 0)
      throw new DomainError(
        'invalid',
        'semver-not-rising',
        `${this.methodology} is already at ${predecessor.semver}; ${this.semver} does not come after it`,
      );
    const changes = changesBetween(predecessor.content, this.content);
    const level = levelBetween(predecessor.semver, this.semver);
    const understated = changes.filter((change) => !covers(level, change.level));
    if (understated.length > 0)
      throw new DomainError(
        'invalid',
        'semver-understated',
        `From ${predecessor.semver} to ${this.semver} is a ${level} version, and more has changed than that allows`,
        understated.map(({ elementId, what, level: needed }) => ({
          pointer: '/content',
          code: what,
          detail: `${elementId}: ${what} differs from ${predecessor.semver}, which needs a ${needed} version`,
        })),
      );
    return changes;
  }

  private refuseUnlessDraft(): void {
    if (this.status !== 'draft')
      throw new DomainError(
        'conflict',
        `methodology-version-${this.status}`,
        'A published version never changes; draft the next one',
      );
  }
}

/** What everybody must know of a question; policies bind adaptations only. */
function definitionOf({
  questionId,
  concept,
  wording,
  core,
  unitKind,
  timePoints,
  codes,
}: CommonQuestion): QuestionDefinition {
  return { questionId, concept, wording, core, unitKind, timePoints, codes };
}
