import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsISO8601,
  IsObject,
  IsOptional,
  IsUUID,
  Min,
  ValidateNested,
} from 'class-validator';
import { Attendance, DISRUPTION_REASONS, SessionTime, type DisruptionReason } from './assembly-scheduling.events.js';
import { REGIONS, type Region } from './partner-registry.events.js';

export const ASSEMBLY_STATUSES = [
  'proposed',
  'scheduled',
  'postponed',
  'in-session',
  'concluded',
  'cancelled',
] as const;
export type AssemblyStatus = (typeof ASSEMBLY_STATUSES)[number];

/** An assembly; its title and notes are free text of people and stay in the service. */
export class AssemblyState {
  static readonly type = 'assembly.state.v1';
  @IsUUID() assemblyId!: string;
  @IsUUID() waveId!: string;
  @IsUUID() partnerId!: string;
  @IsISO31661Alpha2() country!: string;
  @IsIn(REGIONS) region!: Region;
  /** No authority has commissioned it. */
  @IsBoolean() locallyInitiated!: boolean;
  /** Seats for participants. */
  @IsOptional() @IsInt() @Min(0) capacity?: number;
  @IsIn(ASSEMBLY_STATUSES) status!: AssemblyStatus;
  /** The approved adaptation that it follows. */
  @IsOptional() @IsUUID() adaptationId?: string;
  /** Postponed past the wave's window, planned outside of it, or started there. */
  @IsBoolean() outsideWindow!: boolean;
  /** Those of the last schedule. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => SessionTime) sessions!: SessionTime[];
  /** Once it is concluded. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Attendance) attendance?: Attendance;
  @IsISO8601() proposedAt!: string;
  @IsOptional() @IsISO8601() scheduledAt?: string;
  @IsOptional() @IsISO8601() startedAt?: string;
  @IsOptional() @IsISO8601() concludedAt?: string;
  @IsOptional() @IsISO8601() postponedAt?: string;
  @IsOptional() @IsIn(DISRUPTION_REASONS) postponementReason?: DisruptionReason;
  @IsOptional() @IsISO8601() cancelledAt?: string;
  @IsOptional() @IsIn(DISRUPTION_REASONS) cancellationReason?: DisruptionReason;
  constructor(data: AssemblyState) {
    Object.assign(this, data);
  }
}
