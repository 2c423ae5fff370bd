import { afterId, DomainError, OrNull, pageOf, type Page, type PageQuery } from '@polyphony/service-kit';
import { Injectable } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsDateString, IsIn, IsInt, IsString, IsUUID, ValidateNested } from 'class-validator';
import { DataSource, QueryFailedError } from 'typeorm';
import { ROW_REFUSALS, type RowRefusal } from './judge.js';
import { Submission, SUBMISSION_STATES, type SubmissionState } from './submission.js';

/** Rows by what became of them; received is their sum. */
export class RowCountsView {
  @IsInt() received!: number;
  @IsInt() accepted!: number;
  @IsInt() rejected!: number;
  /** Waiting until the assembly and its method are known. */
  @IsInt() quarantined!: number;
}

/** A row that does not count: its place in the submission, and why. */
export class RejectedRowView {
  @IsInt() index!: number;
  @IsIn(Object.keys(ROW_REFUSALS)) code!: RowRefusal;
  @IsString() detail!: string;
}

/** A submission in a list: counts, and never an answer. */
export class SubmissionSummary {
  /** Of the receipt of this revision. */
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsUUID() assemblyId!: string;
  @IsString() submissionId!: string;
  @IsInt() revision!: number;
  @IsIn(SUBMISSION_STATES) state!: SubmissionState;
  /** Under which the rows were judged; null while they wait, and where none was. */
  @OrNull() @IsUUID() adaptationId!: string | null;
  @ValidateNested() @Type(() => RowCountsView) rows!: RowCountsView;
  @IsDateString() receivedAt!: string;
  @OrNull() @IsDateString() releasedAt!: string | null;
}

/** A submission with the rows of it that do not count, up to all 5,000: too long for a list. */
export class SubmissionView extends SubmissionSummary {
  @IsArray() @ValidateNested({ each: true }) @Type(() => RejectedRowView) rejected!: RejectedRowView[];
}

/** Not by SQL: intake answers what it has just stored without reading it again. */
export function viewOf(submission: Submission): SubmissionView {
  const { id, version, assemblyId, submissionId, revision, state, adaptationId } = submission;
  const { received, accepted, rejected, quarantined } = submission;
  return {
    id,
    version,
    assemblyId,
    submissionId,
    revision,
    state,
    adaptationId,
    rows: { received, accepted, rejected, quarantined },
    rejected: submission.rejections.map(({ index, code }) => ({ index, code, detail: ROW_REFUSALS[code] })),
    receivedAt: submission.receivedAt.toISOString(),
    releasedAt: submission.releasedAt?.toISOString() ?? null,
  };
}

/** Whether a command failed because this revision of the submission has come before, or at the same time. */
export function cameBefore(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { constraint } = error.driverError as { constraint?: unknown };
  return constraint === 'submission_assembly_id_submission_id_revision_key';
}

@Injectable()
export class SubmissionQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws {DomainError} not-found */
  async byId(assemblyId: string, id: string): Promise<SubmissionView> {
    const submission = await this.dataSource.manager.findOneBy(Submission, { assemblyId, id });
    if (!submission) throw new DomainError('not-found', 'submission-unknown', `There is no submission ${id}`);
    return viewOf(submission);
  }

  /** Submissions of one assembly or of all, oldest first. */
  async list(
    assemblyId: string | undefined,
    state: SubmissionState | undefined,
    page: PageQuery,
  ): Promise<Page<SubmissionSummary>> {
    const rows: SubmissionSummary[] = await this.dataSource.query(
      `SELECT id, version, assembly_id AS "assemblyId", submission_id AS "submissionId", revision, state,
              adaptation_id AS "adaptationId",
              json_build_object('received', received, 'accepted', accepted, 'rejected', rejected,
                                'quarantined', quarantined) AS rows,
              received_at AS "receivedAt", released_at AS "releasedAt"
       FROM submission
       WHERE ($1::uuid IS NULL OR assembly_id = $1) AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR id > $3)
       ORDER BY id LIMIT $4`,
      [assemblyId ?? null, state ?? null, afterId(page), page.limit + 1],
    );
    return pageOf(rows, page);
  }
}
