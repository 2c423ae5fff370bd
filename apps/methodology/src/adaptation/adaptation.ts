import {
  AdaptationApproved,
  AdaptationDrafted,
  AdaptationRejected,
  AdaptationRevised,
  AdaptationSubmitted,
  MAX_EVENT_BYTES,
  type AdaptationStatus,
  type RejectionReason,
} from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { diffOf, forbiddenBy } from './diff.js';
import { localQuestionsOf, type Edit, type PinnedVersion } from './edit.js';
import { gradesOf } from './grade.js';

/** What each state may become. */
const NEXT: Record<AdaptationStatus, readonly AdaptationStatus[]> = {
  draft: ['draft', 'submitted'],
  submitted: ['approved', 'rejected'],
  rejected: ['draft'],
  approved: [],
};

/** What a reviewer decided last; the note explains it to people of the network, and is in no event. */
export interface Review {
  outcome: 'approved' | 'rejected';
  reason: RejectionReason | null;
  note: string | null;
  reviewedAt: string;
}

/** The local changes of one partner to one published version of the method. */
@Entity()
export class Adaptation {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'methodology_version_id' }) methodologyVersionId!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
  /** From 1 per partner and version, given on approval. */
  @Column('int', { nullable: true }) number!: number | null;
  /** BCP 47, in which it is asked. */
  @Column('text', { array: true }) languages!: string[];
  @Column('jsonb') edits!: Edit[];
  @Column('text') status!: AdaptationStatus;
  @Column('jsonb', { nullable: true }) review!: Review | null;
  @Column('timestamptz', { name: 'drafted_at' }) draftedAt!: Date;
  @Column('timestamptz', { name: 'submitted_at', nullable: true }) submittedAt!: Date | null;

  static draft(
    id: string,
    of: { methodologyVersionId: string; partnerId: string; languages: string[] },
    at: Date,
  ): [Adaptation, AdaptationDrafted] {
    const { methodologyVersionId, partnerId, languages } = of;
    const adaptation = Object.assign(new Adaptation(), {
      id,
      version: 0,
      methodologyVersionId,
      partnerId,
      number: null,
      languages,
      edits: [],
      status: 'draft' as const,
      review: null,
      draftedAt: at,
      submittedAt: null,
    });
    const event = new AdaptationDrafted({
      adaptationId: id,
      methodologyVersionId,
      partnerId,
      languages,
      draftedAt: at.toISOString(),
    });
    return [adaptation, event];
  }

  /** Replaces the edits; a rejected adaptation is a draft again. */
  revise(edits: Edit[], at: Date): AdaptationRevised {
    this.moveTo('draft');
    this.edits = edits;
    return new AdaptationRevised({ adaptationId: this.id, edits: edits.length, revisedAt: at.toISOString() });
  }

  /** @throws {DomainError} invalid, naming every facet that a policy forbids and everything that cannot be applied */
  submit(pinned: PinnedVersion, at: Date): AdaptationSubmitted {
    this.moveTo('submitted');
    const { touched, faults } = diffOf(pinned, this.languages, this.edits);
    const forbidden = forbiddenBy(touched);
    if (forbidden.length > 0)
      throw new DomainError(
        'invalid',
        'adaptation-against-policy',
        `The method forbids ${forbidden.length} of these changes`,
        [...forbidden, ...faults],
      );
    if (faults.length > 0)
      throw new DomainError(
        'invalid',
        'adaptation-not-applicable',
        `${faults.length} of these changes cannot be applied to the version`,
        faults,
      );
    this.approvedBy(pinned, at);
    this.submittedAt = at;
    const { id: adaptationId, methodologyVersionId, partnerId } = this;
    return new AdaptationSubmitted({ adaptationId, methodologyVersionId, partnerId, submittedAt: at.toISOString() });
  }

  /**
   * `reviewer` is the partner that the reviewer belongs to, if any; `number` the next one of this partner and version.
   * @throws {DomainError} forbidden `reviewer-own-organisation` (I-3)
   */
  approve(
    pinned: PinnedVersion,
    reviewer: string | undefined,
    number: number,
    note: string | undefined,
    at: Date,
  ): AdaptationApproved {
    this.refuseOwn(reviewer);
    this.moveTo('approved');
    this.number = number;
    this.review = { outcome: 'approved', reason: null, note: note ?? null, reviewedAt: at.toISOString() };
    return this.approvedBy(pinned, at);
  }

  /** @throws {DomainError} forbidden `reviewer-own-organisation` (I-3) */
  reject(
    reviewer: string | undefined,
    reason: RejectionReason,
    note: string | undefined,
    at: Date,
  ): AdaptationRejected {
    this.refuseOwn(reviewer);
    this.moveTo('rejected');
    const reviewedAt = at.toISOString();
    this.review = { outcome: 'rejected', reason, note: note ?? null, reviewedAt };
    return new AdaptationRejected({ adaptationId: this.id, reason, rejectedAt: reviewedAt });
  }

  /** What everybody is told on approval. @throws {DomainError} invalid `adaptation-too-large` */
  private approvedBy(pinned: PinnedVersion, at: Date): AdaptationApproved {
    const { id: adaptationId, methodologyVersionId, partnerId, languages } = this;
    const event = new AdaptationApproved({
      adaptationId,
      methodologyVersionId,
      partnerId,
      languages,
      questions: gradesOf(pinned, languages, this.edits),
      localQuestions: localQuestionsOf(this.edits),
      ...(this.number === null ? {} : { number: this.number }),
      approvedAt: at.toISOString(),
    });
    const bytes = Buffer.byteLength(JSON.stringify(event));
    if (bytes > MAX_EVENT_BYTES)
      throw new DomainError(
        'invalid',
        'adaptation-too-large',
        `Maps and local questions are ${bytes} bytes; everybody is told of at most ${MAX_EVENT_BYTES}`,
      );
    return event;
  }

  private refuseOwn(reviewer: string | undefined): void {
    if (reviewer === this.partnerId)
      throw new DomainError(
        'forbidden',
        'reviewer-own-organisation',
        'Nobody reviews an adaptation of their own organisation',
      );
  }

  private moveTo(status: AdaptationStatus): void {
    if (!NEXT[this.status].includes(status))
      throw new DomainError(
        'conflict',
        `adaptation-${this.status}`,
        `An adaptation that is ${this.status} cannot become ${status}`,
      );
    this.status = status;
  }
}
