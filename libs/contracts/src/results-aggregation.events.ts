import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsISO8601, IsObject, IsString, IsUUID, Matches, Min, ValidateNested } from 'class-validator';

/** Rows of a submission by what became of them; received is their sum. */
export class RowCounts {
  @IsInt() @Min(0) received!: number;
  @IsInt() @Min(0) accepted!: number;
  @IsInt() @Min(0) rejected!: number;
  /** Waiting until the assembly and its method are known. */
  @IsInt() @Min(0) quarantined!: number;
}

/** A revision of a submission arrived and was judged row by row; answers themselves never enter Kafka. */
export class SubmissionReceived {
  static readonly type = 'submission.received.v1';
  /** The record key: an id of this revision of the submission at this assembly. */
  @IsUUID() receiptId!: string;
  /** The sender's own id. */
  @IsString() submissionId!: string;
  @IsInt() @Min(1) revision!: number;
  @IsUUID() assemblyId!: string;
  @IsObject() @ValidateNested() @Type(() => RowCounts) rows!: RowCounts;
  @IsISO8601() receivedAt!: string;
  constructor(data: SubmissionReceived) {
    Object.assign(this, data);
  }
}

/** Rows that had waited in quarantine were judged, after the events that they waited for. */
export class SubmissionReleased {
  static readonly type = 'submission.released.v1';
  @IsUUID() receiptId!: string;
  @IsUUID() assemblyId!: string;
  @IsObject() @ValidateNested() @Type(() => RowCounts) rows!: RowCounts;
  @IsISO8601() releasedAt!: string;
  constructor(data: SubmissionReleased) {
    Object.assign(this, data);
  }
}

/** One file of a release. */
export class ReleaseFile {
  @IsString() name!: string;
  @IsInt() @Min(0) bytes!: number;
  @Matches(/^[0-9a-f]{64}$/) sha256!: string;
}

/** A numbered, immutable publication of a wave's results. */
export class ReleasePublished {
  static readonly type = 'release.published.v1';
  @IsUUID() releaseId!: string;
  @IsUUID() waveId!: string;
  /** From 1, without gaps, per wave. */
  @IsInt() @Min(1) number!: number;
  @IsUUID() methodologyVersionId!: string;
  /** Every assembly with answers in it. */
  @IsArray() @IsUUID(undefined, { each: true }) assemblyIds!: string[];
  /** Answers that count in it. */
  @IsInt() @Min(0) responses!: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => ReleaseFile) files!: ReleaseFile[];
  @IsISO8601() publishedAt!: string;
  constructor(data: ReleasePublished) {
    Object.assign(this, data);
  }
}
