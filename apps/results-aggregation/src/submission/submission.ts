import { RowCounts, SubmissionReceived, SubmissionReleased } from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Rejection } from './judge.js';

export const SUBMISSION_STATES = ['judged', 'quarantined', 'released'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

/** What each state may become. */
const NEXT: Record<SubmissionState, readonly SubmissionState[]> = {
  judged: [],
  quarantined: ['released'],
  released: [],
};

/** What came in: the sender's id and revision, and which content they stand for. */
export interface Arrival {
  assemblyId: string;
  submissionId: string;
  revision: number;
  contentHash: string;
  rows: number;
  /** The fellow's partner that sent it; null for a service, which sends for all. */
  senderPartnerId: string | null;
}

/** How rows were judged: under which adaptation, if any, and which of them do not count. */
export interface Judgement {
  adaptationId: string | null;
  rejections: Rejection[];
}

/** One revision of a submission at an assembly, with what became of its rows. Its id is that of the receipt. */
@Entity()
export class Submission {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'assembly_id' }) assemblyId!: string;
  /** The sender's own. */
  @Column('text', { name: 'submission_id' }) submissionId!: string;
  @Column('int') revision!: number;
  @Column('text', { name: 'content_hash' }) contentHash!: string;
  @Column('uuid', { name: 'sender_partner_id', nullable: true }) senderPartnerId!: string | null;
  @Column('text') state!: SubmissionState;
  @Column('uuid', { name: 'adaptation_id', nullable: true }) adaptationId!: string | null;
  @Column('int') received!: number;
  @Column('int') accepted!: number;
  @Column('int') rejected!: number;
  @Column('int') quarantined!: number;
  @Column('jsonb') rejections!: Rejection[];
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Date;
  @Column('timestamptz', { name: 'released_at', nullable: true }) releasedAt!: Date | null;

  /** Without a judgement the rows wait in quarantine. */
  static receive(
    id: string,
    arrival: Arrival,
    judgement: Judgement | undefined,
    at: Date,
  ): [Submission, SubmissionReceived] {
    const { assemblyId, submissionId, revision, contentHash, rows, senderPartnerId } = arrival;
    const submission = Object.assign(new Submission(), {
      id,
      version: 0,
      assemblyId,
      submissionId,
      revision,
      contentHash,
      senderPartnerId,
      state: judgement ? ('judged' as const) : ('quarantined' as const),
      adaptationId: null,
      received: rows,
      accepted: 0,
      rejected: 0,
      quarantined: rows,
      rejections: [],
      receivedAt: at,
      releasedAt: null,
    });
    if (judgement) submission.apply(judgement);
    const event = new SubmissionReceived({
      receiptId: id,
      submissionId,
      revision,
      assemblyId,
      rows: submission.rows,
      receivedAt: at.toISOString(),
    });
    return [submission, event];
  }

  /** The events that its rows waited for have come. @throws {DomainError} conflict when nothing waits */
  release(judgement: Judgement, at: Date): SubmissionReleased {
    if (!NEXT[this.state].includes('released'))
      throw new DomainError('conflict', 'submission-not-quarantined', 'No row of this submission waits');
    this.state = 'released';
    this.releasedAt = at;
    this.apply(judgement);
    const { id: receiptId, assemblyId, rows } = this;
    return new SubmissionReleased({ receiptId, assemblyId, rows, releasedAt: at.toISOString() });
  }

  /** @throws {DomainError} conflict when this revision came before with another content */
  requireSameContent(contentHash: string): void {
    if (this.contentHash !== contentHash)
      throw new DomainError(
        'conflict',
        'submission-conflict',
        `Revision ${this.revision} of this submission came before with other responses; a correction is a new revision`,
      );
  }

  private apply({ adaptationId, rejections }: Judgement): void {
    this.adaptationId = adaptationId;
    this.rejections = rejections;
    this.rejected = rejections.length;
    this.accepted = this.received - this.rejected;
    this.quarantined = 0;
  }

  private get rows(): RowCounts {
    const { received, accepted, rejected, quarantined } = this;
    return { received, accepted, rejected, quarantined };
  }
}
