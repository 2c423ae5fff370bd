import { DISRUPTION_REASONS, type DisruptionReason } from '@polyphony/contracts';
import { PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { NEXT, type AssemblyStatus } from './assembly.js';

const INSTANT = [
  /^(19|20)\d{2}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/,
  { message: '$property must be an instant as YYYY-MM-DDTHH:mm:ssZ' },
] as const;

export class ProposeAssembly {
  @IsUUID() waveId!: string;
  @IsUUID() partnerId!: string;
  @IsString() @IsNotEmpty() @MaxLength(300) title!: string;
  /** No authority has commissioned it; false by default. */
  @IsOptional() @IsBoolean() locallyInitiated?: boolean;
  /** Seats for participants. */
  @IsOptional() @IsInt() @Min(1) @Max(1_000_000) capacity?: number;
}

export class AttachAdaptation {
  @IsUUID() adaptationId!: string;
}

export class SessionPlanDto {
  /** Wall-clock time without offset. */
  @Matches(/^(19|20)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}$/, {
    message: '$property must be a local time as YYYY-MM-DDTHH:mm',
  })
  localStart!: string;
  /** IANA name. */
  @IsString() @IsNotEmpty() @MaxLength(64) zone!: string;
  @IsInt() @Min(1) @Max(1_440) durationMinutes!: number;
  /** Which of two is meant when the clock shows this time twice. */
  @IsOptional() @Matches(/^[+-]\d{2}:\d{2}$/, { message: '$property must be an offset as +02:00' }) offset?: string;
}

export class ScheduleAssembly {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SessionPlanDto)
  sessions!: SessionPlanDto[];
}

export class StartAssembly {
  @Matches(...INSTANT) @IsISO8601({ strict: true }) startedAt!: string;
}

export class AttendanceDto {
  @IsInt() @Min(0) @Max(1_000_000_000) invited!: number;
  @IsInt() @Min(0) @Max(1_000_000_000) confirmed!: number;
  @IsInt() @Min(0) @Max(1_000_000_000) attended!: number;
}

export class ConcludeAssembly {
  @Matches(...INSTANT) @IsISO8601({ strict: true }) concludedAt!: string;
  @IsObject() @ValidateNested() @Type(() => AttendanceDto) attendance!: AttendanceDto;
}

class DisruptionDto {
  @IsIn(DISRUPTION_REASONS) reason!: DisruptionReason;
  /** For people in scheduling; published nowhere. */
  @IsOptional() @IsString() @MaxLength(2_000) note?: string;
}

export class PostponeAssembly extends DisruptionDto {
  @Matches(...INSTANT) @IsISO8601({ strict: true }) postponedAt!: string;
  /** It cannot be held inside the wave's window any more; false by default. */
  @IsOptional() @IsBoolean() outsideWindow?: boolean;
}

export class CancelAssembly extends DisruptionDto {
  @Matches(...INSTANT) @IsISO8601({ strict: true }) cancelledAt!: string;
}

export class ListAssemblies extends PageQuery {
  @IsOptional() @IsUUID() waveId?: string;
  @IsOptional() @IsUUID() partnerId?: string;
  @IsOptional() @IsIn(Object.keys(NEXT)) status?: AssemblyStatus;
  @IsOptional() @IsISO31661Alpha2() country?: string;
}
