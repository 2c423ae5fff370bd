import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { REGIONS, type Region } from './partner-registry.events.js';

/** One global round: its subject, to whom the results go, the window of its assemblies and its method. */
export class WaveConvened {
  static readonly type = 'wave.convened.v1';
  @IsUUID() waveId!: string;
  @IsUUID() coalitionId!: string;
  @IsString() subject!: string;
  @IsString() addressee!: string;
  /** First and last local day on which assemblies may be held. */
  @IsDateString() opensOn!: string;
  @IsDateString() closesOn!: string;
  @IsUUID() methodologyVersionId!: string;
  @IsISO8601() convenedAt!: string;
  constructor(data: WaveConvened) {
    Object.assign(this, data);
  }
}

/** A partner wants to hold an assembly of a wave. */
export class AssemblyProposed {
  static readonly type = 'assembly.proposed.v1';
  @IsUUID() assemblyId!: string;
  @IsUUID() waveId!: string;
  @IsUUID() partnerId!: string;
  /** Where it is held: the host partner's. */
  @IsISO31661Alpha2() country!: string;
  @IsIn(REGIONS) region!: Region;
  /** No authority has commissioned it. */
  @IsBoolean() locallyInitiated!: boolean;
  @IsISO8601() proposedAt!: string;
  constructor(data: AssemblyProposed) {
    Object.assign(this, data);
  }
}

/** The assembly will follow this approved adaptation; the last one attached counts. */
export class AdaptationAttached {
  static readonly type = 'assembly.adaptation-attached.v1';
  @IsUUID() assemblyId!: string;
  @IsUUID() adaptationId!: string;
  @IsISO8601() attachedAt!: string;
  constructor(data: AdaptationAttached) {
    Object.assign(this, data);
  }
}

/** One sitting: local wall-clock time and zone, and the instants that they mean. */
export class SessionTime {
  /** Without offset, to the minute, such as 2026-10-10T09:00. */
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/) localStart!: string;
  /** IANA name. */
  @IsString() zone!: string;
  @IsISO8601() startsAt!: string;
  @IsISO8601() endsAt!: string;
}

/** The sessions are fixed; after a postponement they are fixed anew. */
export class AssemblyScheduled {
  static readonly type = 'assembly.scheduled.v1';
  @IsUUID() assemblyId!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => SessionTime) sessions!: SessionTime[];
  /** A session lies outside of the wave's window. */
  @IsOptional() @IsBoolean() outsideWindow?: boolean;
  @IsISO8601() scheduledAt!: string;
  constructor(data: AssemblyScheduled) {
    Object.assign(this, data);
  }
}

export const DISRUPTION_REASONS = [
  'health',
  'safety',
  'political',
  'weather',
  'funding',
  'recruitment',
  'venue',
  'other',
] as const;
export type DisruptionReason = (typeof DISRUPTION_REASONS)[number];

/** Not at the planned time; a new one may follow. */
export class AssemblyPostponed {
  static readonly type = 'assembly.postponed.v1';
  @IsUUID() assemblyId!: string;
  @IsIn(DISRUPTION_REASONS) reason!: DisruptionReason;
  /** The assembly cannot be held inside the wave's window any more. */
  @IsBoolean() outsideWindow!: boolean;
  @IsISO8601() postponedAt!: string;
  constructor(data: AssemblyPostponed) {
    Object.assign(this, data);
  }
}

/** It will not take place; possible only before it starts. */
export class AssemblyCancelled {
  static readonly type = 'assembly.cancelled.v1';
  @IsUUID() assemblyId!: string;
  @IsIn(DISRUPTION_REASONS) reason!: DisruptionReason;
  @IsISO8601() cancelledAt!: string;
  constructor(data: AssemblyCancelled) {
    Object.assign(this, data);
  }
}

/** The first session has begun; from now it cannot be cancelled. */
export class AssemblyStarted {
  static readonly type = 'assembly.started.v1';
  @IsUUID() assemblyId!: string;
  @IsISO8601() startedAt!: string;
  /** It started, or was planned, on a local day outside of the wave's window. */
  @IsOptional() @IsBoolean() outsideWindow?: boolean;
  constructor(data: AssemblyStarted) {
    Object.assign(this, data);
  }
}

/** Counts of people, never who they are. */
export class Attendance {
  @IsInt() @Min(0) invited!: number;
  @IsInt() @Min(0) confirmed!: number;
  @IsInt() @Min(0) attended!: number;
}

/** It was held to its end, by so many people. */
export class AssemblyConcluded {
  static readonly type = 'assembly.concluded.v1';
  @IsUUID() assemblyId!: string;
  @IsObject() @ValidateNested() @Type(() => Attendance) attendance!: Attendance;
  @IsISO8601() concludedAt!: string;
  constructor(data: AssemblyConcluded) {
    Object.assign(this, data);
  }
}
