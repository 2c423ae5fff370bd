import { TIME_POINTS, UNIT_KINDS, type TimePoint, type UnitKind } from '@polyphony/contracts';
import { DomainError, IfGiven, IsInstant, PageQuery, type Violation } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { rowOf, type SubmissionDocument } from './response-row.js';
import { SUBMISSION_STATES, type SubmissionState } from './submission.js';

const MAX_RESPONSES = 5_000;
const MAX_REVISION = 1_000_000;

/** One answer of one unit. */
export class ResponseDto {
  @IsIn(UNIT_KINDS) unitKind!: UnitKind;
  /** A pseudonym within the assembly. */
  @IsString() @IsNotEmpty() @MaxLength(200) unitId!: string;
  @IsString() @MaxLength(100) questionId!: string;
  /** As this assembly's adaptation calls it. */
  @IsString() @MaxLength(100) code!: string;
  @IsIn(TIME_POINTS) timePoint!: TimePoint;
  @IsInstant() answeredAt!: string;
}

/** What the API description says of a submission; {@link readSubmission} checks it. */
export class SubmitResponses {
  /** The sender's own id. */
  @IsString() @IsNotEmpty() @MaxLength(100) submissionId!: string;
  @IsInt() @Min(1) @Max(MAX_REVISION) revision!: number;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_RESPONSES)
  @ValidateNested({ each: true })
  @Type(() => ResponseDto)
  responses!: ResponseDto[];
}

export class ListSubmissions extends PageQuery {
  @IfGiven() @IsIn(SUBMISSION_STATES) state?: SubmissionState;
}

/**
 * Checks the form of a submission; its rows are judged one by one later. By hand, because class-validator takes 100 times
 * as long as storing the rows.
 * @throws {DomainError} malformed, with every field that is wrong
 */
export function readSubmission(body: unknown): SubmissionDocument {
  const { submissionId, revision, responses, ...others } = (body ?? {}) as Record<string, unknown>;
  const wrong: Violation[] = Object.keys(others).map((field) => ({ pointer: `/${field}`, detail: 'is not known' }));
  if (typeof submissionId !== 'string' || !isText(submissionId, 100))
    wrong.push({ pointer: '/submissionId', detail: 'takes 1 to 100 characters' });
  if (typeof revision !== 'number' || !Number.isInteger(revision) || revision < 1 || revision > MAX_REVISION)
    wrong.push({ pointer: '/revision', detail: `takes a whole number from 1 to ${MAX_REVISION}` });
  if (!Array.isArray(responses) || responses.length < 1 || responses.length > MAX_RESPONSES)
    wrong.push({ pointer: '/responses', detail: `takes 1 to ${MAX_RESPONSES} responses; send more as several` });
  if (wrong.length > 0)
    throw new DomainError('malformed', 'body-invalid', 'The request does not have the form that it must have', wrong);
  return {
    submissionId: submissionId as string,
    revision: revision as number,
    rows: (responses as unknown[]).map(rowOf),
  };
}

function isText(value: string, length: number): boolean {
  return value !== '' && value.length <= length && !value.includes('\0') && value.isWellFormed();
}
