import {
  CODE_KINDS,
  MODULE_KINDS,
  POLICIES,
  TIME_POINTS,
  UNIT_KINDS,
  type AnswerCode,
  type CodeKind,
  type ModuleKind,
  type Policy,
  type QuestionDefinition,
  type TimePoint,
  type UnitKind,
} from '@polyphony/contracts';
import { IfGiven, IsText } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { CommonQuestion, Content, ExtensionSlot, Module } from './content.js';

/** The form of element ids and codes: no blanks, so that they stand in file names, columns and addresses. */
export const ID_FORM = [
  /^[\p{L}\p{N}][\p{L}\p{N}:._/-]{0,99}$/u,
  { message: '$property must be an id without blanks' },
] as const;

/** How far an adaptation may go, per facet; one that is not named is fixed. */
export class PoliciesDto {
  @IfGiven() @IsIn(POLICIES) presence?: Policy;
  @IfGiven() @IsIn(POLICIES) wording?: Policy;
  @IfGiven() @IsIn(POLICIES) codes?: Policy;
  @IfGiven() @IsIn(POLICIES) order?: Policy;
}

export class ModuleDto implements Module {
  @Matches(...ID_FORM) moduleId!: string;
  @IsIn(MODULE_KINDS) kind!: ModuleKind;
  @IsText(300) title!: string;
  @IfGiven() @IsObject() @ValidateNested() @Type(() => PoliciesDto) policies?: PoliciesDto;
}

export class AnswerCodeDto implements AnswerCode {
  @Matches(...ID_FORM) code!: string;
  @IsIn(CODE_KINDS) kind!: CodeKind;
  /** As shown to those who answer, in the source language. */
  @IsString() @MaxLength(500) label!: string;
}

export class QuestionDto implements QuestionDefinition {
  @Matches(...ID_FORM) questionId!: string;
  /** What it is about, independent of wording and codes. */
  @IsString() @MaxLength(200) concept!: string;
  @IsText(4_000) wording!: string;
  @IsBoolean() core!: boolean;
  @IsIn(UNIT_KINDS) unitKind!: UnitKind;
  @IsArray() @ArrayNotEmpty() @ArrayUnique() @IsIn(TIME_POINTS, { each: true }) timePoints!: TimePoint[];
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AnswerCodeDto)
  codes!: AnswerCodeDto[];
}

export class CommonQuestionDto extends QuestionDto implements CommonQuestion {
  @IsString() moduleId!: string;
  @IfGiven() @IsObject() @ValidateNested() @Type(() => PoliciesDto) policies?: PoliciesDto;
}

export class ExtensionSlotDto implements ExtensionSlot {
  @Matches(...ID_FORM) slotId!: string;
  @IsText(300) title!: string;
  @IsString() moduleId!: string;
  @IfGiven() @IsObject() @ValidateNested() @Type(() => PoliciesDto) policies?: PoliciesDto;
}

export class ContentDto implements Content {
  /** In the order of the day. */
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ModuleDto)
  modules!: ModuleDto[];
  /** In the order in which they are asked. */
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CommonQuestionDto)
  questions!: CommonQuestionDto[];
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ExtensionSlotDto)
  extensionSlots!: ExtensionSlotDto[];
}
