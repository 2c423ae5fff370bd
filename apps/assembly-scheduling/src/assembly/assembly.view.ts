import { OrNull } from '@polyphony/service-kit';
import {
  ASSEMBLY_STATUSES,
  Attendance,
  DISRUPTION_REASONS,
  REGIONS,
  type AssemblyStatus,
  type DisruptionReason,
  type Region,
} from '@polyphony/contracts';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';

/** One session: the local time that was asked for, and the instants that it means. */
export class SessionView {
  @IsString() localStart!: string;
  @IsString() zone!: string;
  @IsInt() durationMinutes!: number;
  @IsDateString() startsAt!: string;
  @IsDateString() endsAt!: string;
  /** Version of the zone database by which the instants were computed. */
  @IsString() zoneRules!: string;
}

/** An assembly as whoever acts in the network sees it; its sessions are those of the last schedule. */
export class AssemblyView {
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsUUID() waveId!: string;
  @IsUUID() partnerId!: string;
  @IsString() title!: string;
  @IsISO31661Alpha2() country!: string;
  @IsIn(REGIONS) region!: Region;
  @IsBoolean() locallyInitiated!: boolean;
  @OrNull() @IsInt() capacity!: number | null;
  @IsIn(ASSEMBLY_STATUSES) status!: AssemblyStatus;
  @OrNull() @IsUUID() adaptationId!: string | null;
  /** Postponed past the wave's window, planned outside of it, or started there. */
  @IsBoolean() outsideWindow!: boolean;
  @IsArray() @ValidateNested({ each: true }) @Type(() => SessionView) sessions!: SessionView[];
  @OrNull() @ValidateNested() @Type(() => Attendance) attendance!: Attendance | null;
  @IsDateString() proposedAt!: string;
  @OrNull() @IsDateString() scheduledAt!: string | null;
  @OrNull() @IsDateString() startedAt!: string | null;
  @OrNull() @IsDateString() concludedAt!: string | null;
  @OrNull() @IsDateString() postponedAt!: string | null;
  @OrNull() @IsIn(DISRUPTION_REASONS) postponementReason!: DisruptionReason | null;
  @OrNull() @IsString() postponementNote!: string | null;
  @OrNull() @IsDateString() cancelledAt!: string | null;
  @OrNull() @IsIn(DISRUPTION_REASONS) cancellationReason!: DisruptionReason | null;
  @OrNull() @IsString() cancellationNote!: string | null;
}
