import { OrNull } from '@polyphony/service-kit';
import { TIME_POINTS, UNIT_KINDS, type TimePoint, type UnitKind } from '@polyphony/contracts';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsString, IsUUID, ValidateNested } from 'class-validator';
import {
  LEFT_OUT_REASONS,
  POOLED_GRADES,
  type LeftOutReason,
  type PooledGrade,
} from '../questionnaire/asked-question.js';
import { LEVELS, type Level } from './figures.js';

export class CodeTallyView {
  @IsString() code!: string;
  /** Units whose last answer it is. */
  @IsInt() current!: number;
  /** Accepted rows with it, changed answers included; null in figures of a release. */
  @OrNull() @IsInt() accepted!: number | null;
}

/** Answers of one kind of unit to one question at one time point. */
export class SeriesView {
  @IsString() questionId!: string;
  @IsIn(TIME_POINTS) timePoint!: TimePoint;
  @IsIn(UNIT_KINDS) unitKind!: UnitKind;
  /** Units that answered; null where suppressed. */
  @OrNull() @IsInt() n!: number | null;
  @IsArray() @ValidateNested({ each: true }) @Type(() => CodeTallyView) codes!: CodeTallyView[];
  @IsBoolean() suppressed!: boolean;
}

export class AssemblyTallies {
  @IsUUID() assemblyId!: string;
  /** Live, and for nobody to publish; false for the figures of the last release. */
  @IsBoolean() provisional!: boolean;
  @IsArray() @ValidateNested({ each: true }) @Type(() => SeriesView) series!: SeriesView[];
}

export class CodeShareView {
  @IsString() code!: string;
  @IsInt() count!: number;
  /** Of n, explicit don't know and refused included. */
  @IsNumber() share!: number;
}

/** The answers of one group to one question, at one time point, by one kind of unit. */
export class FigureView {
  @IsString() questionId!: string;
  @IsIn(TIME_POINTS) timePoint!: TimePoint;
  @IsIn(UNIT_KINDS) unitKind!: UnitKind;
  @IsIn(LEVELS) level!: Level;
  /** The wave's id, a region or a country. */
  @IsString() group!: string;
  /** Units that answered; null where suppressed. */
  @OrNull() @IsInt() n!: number | null;
  @IsArray() @ValidateNested({ each: true }) @Type(() => CodeShareView) codes!: CodeShareView[];
  @IsBoolean() suppressed!: boolean;
}

/** An assembly in one series, with what else a reader should know of it. */
export class AssemblyInclusionView {
  @IsUUID() assemblyId!: string;
  @IsString() country!: string;
  /** Some of its answers wait for more: so few would stand out against the release before. */
  @IsBoolean() waiting!: boolean;
  /** More units answered than people came. */
  @IsBoolean() moreThanAttended!: boolean;
  /** It was held outside of the wave's window: not to be compared day by day with the others. */
  @IsBoolean() outsideWindow!: boolean;
}

export class IncludedView extends AssemblyInclusionView {
  @IsIn(POOLED_GRADES) grade!: PooledGrade;
}

export class LeftOutView extends AssemblyInclusionView {
  @IsIn(LEFT_OUT_REASONS) reason!: LeftOutReason;
}

/** Whose answers the pooled figures of a question at a time point hold, and whose not. */
export class InclusionView {
  @IsString() questionId!: string;
  @IsIn(TIME_POINTS) timePoint!: TimePoint;
  @IsIn(UNIT_KINDS) unitKind!: UnitKind;
  @IsArray() @ValidateNested({ each: true }) @Type(() => IncludedView) included!: IncludedView[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => LeftOutView) leftOut!: LeftOutView[];
}

export class WaveTallies {
  @IsUUID() waveId!: string;
  /** Live, and for nobody to publish; false for the figures of the last release. */
  @IsBoolean() provisional!: boolean;
  @IsIn(LEVELS) level!: Level;
  @IsArray() @ValidateNested({ each: true }) @Type(() => FigureView) cells!: FigureView[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => InclusionView) inclusion!: InclusionView[];
}
