import {
  ASSEMBLY_STATUSES,
  DISRUPTION_REASONS,
  type AssemblyStatus,
  type DisruptionReason,
} from '@polyphony/contracts';
import { IfGiven, IsCountry, IsId, IsInstant, IsText, PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

export class ProposeAssembly {
  @IsId() waveId!: string;
  @IsId() partnerId!: string;
  @IsText(300) title!: string;
  /** No authority has commissioned it; false by default. */
  @IfGiven() @IsBoolean() locallyInitiated?: boolean;
  /** Seats for participants. */
  @IfGiven() @IsInt() @Min(1) @Max(1_000_000) capacity?: number;
}

export class AttachAdaptation {
  @IsId() adaptationId!: string;
}

export class SessionPlanDto {
  /** Wall-clock time without offset. */
  @Matches(/^(19|20)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}$/, {
    message: '$property must be a local time as YYYY-MM-DDTHH:mm',
  })
  localStart!: string;
  /** IANA name. */
  @IsText(64) zone!: string;
  @IsInt() @Min(1) @Max(1_440) durationMinutes!: number;
  /** Which of two is meant when the clock shows this time twice. */
  @IfGiven() @Matches(/^[+-]\d{2}:\d{2}$/, { message: '$property must be an offset as +02:00' }) offset?: string;
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
  @IsInstant() startedAt!: string;
}

export class AttendanceDto {
  @IsInt() @Min(0) @Max(1_000_000_000) invited!: number;
  @IsInt() @Min(0) @Max(1_000_000_000) confirmed!: number;
  @IsInt() @Min(0) @Max(1_000_000_000) attended!: number;
}

export class ConcludeAssembly {
  @IsInstant() concludedAt!: string;
  @IsObject() @ValidateNested() @Type(() => AttendanceDto) attendance!: AttendanceDto;
}

class DisruptionDto {
  @IsIn(DISRUPTION_REASONS) reason!: DisruptionReason;
  /** For people of the network; in no event. */
  @IfGiven() @IsText(2_000) note?: string;
}

export class PostponeAssembly extends DisruptionDto {
  @IsInstant() postponedAt!: string;
  /** It cannot be held inside the wave's window any more; false by default. */
  @IfGiven() @IsBoolean() outsideWindow?: boolean;
}

export class CancelAssembly extends DisruptionDto {
  @IsInstant() cancelledAt!: string;
}

export class ListAssemblies extends PageQuery {
  @IfGiven() @IsId() waveId?: string;
  @IfGiven() @IsId() partnerId?: string;
  @IfGiven() @IsIn(ASSEMBLY_STATUSES) status?: AssemblyStatus;
  @IfGiven() @IsCountry() country?: string;
}
