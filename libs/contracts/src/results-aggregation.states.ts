import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsISO8601, IsUUID, Min, ValidateNested } from 'class-validator';
import { ReleaseFile } from './results-aggregation.events.js';

/** A release, which never changes; its files are read over HTTP, without a token. */
export class ReleaseState {
  static readonly type = 'release.state.v1';
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
  constructor(data: ReleaseState) {
    Object.assign(this, data);
  }
}
