import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Min,
  ValidateNested,
} from 'class-validator';

/** When a question is asked; answers at different time points are never mixed. */
export const TIME_POINTS = ['before', 'after', 'once'] as const;
export type TimePoint = (typeof TIME_POINTS)[number];

/** Who answers: a participant alone, a table together, or the whole assembly. */
export const UNIT_KINDS = ['participant', 'table', 'assembly'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** What a code says: an answer, or explicitly none. */
export const CODE_KINDS = ['answer', 'dont-know', 'refused'] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

/**
 * How far a question of an adaptation compares with the common one, at design time. `identical`: asked in the words of the
 * source; `translated`: in another language, or in other words; `recoded`: with local codes that say no less;
 * `collapsing`: with coarser ones.
 */
export const DESIGN_GRADES = [
  'identical',
  'translated',
  'recoded',
  'collapsing',
  'not-comparable',
  'not-asked',
] as const;
export type DesignGrade = (typeof DESIGN_GRADES)[number];

/** One code of a common or local code list. */
export class AnswerCode {
  @IsString() @IsNotEmpty() code!: string;
  @IsIn(CODE_KINDS) kind!: CodeKind;
  /** As shown to those who answer, in the source language. */
  @IsString() label!: string;
}

/** A question as everybody must be able to read its answers. */
export class QuestionDefinition {
  /** Unique in its version; a local question's begins with `local:`. */
  @IsString() @IsNotEmpty() questionId!: string;
  /** What it is about, independent of wording and codes. */
  @IsString() concept!: string;
  @IsString() wording!: string;
  @IsBoolean() core!: boolean;
  @IsIn(UNIT_KINDS) unitKind!: UnitKind;
  @IsArray() @ArrayNotEmpty() @IsIn(TIME_POINTS, { each: true }) timePoints!: TimePoint[];
  @IsArray() @ArrayNotEmpty() @ValidateNested({ each: true }) @Type(() => AnswerCode) codes!: AnswerCode[];
}

/** A draft of the common method exists; only the published one binds. */
export class MethodologyVersionDrafted {
  static readonly type = 'methodology-version.drafted.v1';
  @IsUUID() methodologyVersionId!: string;
  /** The family that the version belongs to, such as `global-dialogue`. */
  @IsString() methodology!: string;
  /** Semantic: major changes a concept or code list of a core element. */
  @IsString() semver!: string;
  @IsISO8601() draftedAt!: string;
  constructor(data: MethodologyVersionDrafted) {
    Object.assign(this, data);
  }
}

/** The content of a draft was replaced; says how much it holds now. */
export class MethodologyVersionRevised {
  static readonly type = 'methodology-version.revised.v1';
  @IsUUID() methodologyVersionId!: string;
  @IsInt() @Min(0) modules!: number;
  @IsInt() @Min(0) questions!: number;
  @IsISO8601() revisedAt!: string;
  constructor(data: MethodologyVersionRevised) {
    Object.assign(this, data);
  }
}

/** The version is public and never changes again. */
export class MethodologyVersionPublished {
  static readonly type = 'methodology-version.published.v1';
  @IsUUID() methodologyVersionId!: string;
  @IsString() methodology!: string;
  @IsString() semver!: string;
  /** BCP 47, of every text in it. */
  @IsString() sourceLanguage!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => QuestionDefinition) questions!: QuestionDefinition[];
  @IsISO8601() publishedAt!: string;
  constructor(data: MethodologyVersionPublished) {
    Object.assign(this, data);
  }
}

/** A fellow proposes to change a draft; the texts stay in the service. */
export class ChangeProposed {
  static readonly type = 'change-proposal.raised.v1';
  @IsUUID() changeProposalId!: string;
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  /** The element that should change. */
  @IsString() elementId!: string;
  @IsISO8601() raisedAt!: string;
  constructor(data: ChangeProposed) {
    Object.assign(this, data);
  }
}

export const STANCES = ['support', 'object'] as const;
export type Stance = (typeof STANCES)[number];

/** A partner supports a proposal or objects; its last word counts. */
export class StanceTaken {
  static readonly type = 'change-proposal.stance-taken.v1';
  @IsUUID() changeProposalId!: string;
  @IsUUID() partnerId!: string;
  @IsIn(STANCES) stance!: Stance;
  @IsISO8601() takenAt!: string;
  constructor(data: StanceTaken) {
    Object.assign(this, data);
  }
}

export const OUTCOMES = ['accepted', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The decision on a proposal, with who supported it and who dissented. */
export class ChangeDecided {
  static readonly type = 'change-proposal.decided.v1';
  @IsUUID() changeProposalId!: string;
  @IsUUID() methodologyVersionId!: string;
  @IsIn(OUTCOMES) outcome!: Outcome;
  @IsArray() @IsUUID(undefined, { each: true }) supporters!: string[];
  @IsArray() @IsUUID(undefined, { each: true }) objectors!: string[];
  @IsISO8601() decidedAt!: string;
  constructor(data: ChangeDecided) {
    Object.assign(this, data);
  }
}

/** An adaptation of one published version by one partner was begun. */
export class AdaptationDrafted {
  static readonly type = 'adaptation.drafted.v1';
  @IsUUID() adaptationId!: string;
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  /** BCP 47. */
  @IsArray() @IsString({ each: true }) languages!: string[];
  @IsISO8601() draftedAt!: string;
  constructor(data: AdaptationDrafted) {
    Object.assign(this, data);
  }
}

/** The edits of a draft, or of one that was rejected, were replaced. */
export class AdaptationRevised {
  static readonly type = 'adaptation.revised.v1';
  @IsUUID() adaptationId!: string;
  @IsInt() @Min(0) edits!: number;
  @IsISO8601() revisedAt!: string;
  constructor(data: AdaptationRevised) {
    Object.assign(this, data);
  }
}

/** It keeps to every policy and waits for a reviewer. */
export class AdaptationSubmitted {
  static readonly type = 'adaptation.submitted.v1';
  @IsUUID() adaptationId!: string;
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  @IsISO8601() submittedAt!: string;
  constructor(data: AdaptationSubmitted) {
    Object.assign(this, data);
  }
}

/** One local code, and the common codes that it stands for: more than one cannot be told apart again. */
export class RecodeEntry {
  @IsString() @IsNotEmpty() local!: string;
  @IsArray() @IsString({ each: true }) common!: string[];
}

/** What an adaptation makes of one common question. */
export class AdaptedQuestion {
  @IsString() questionId!: string;
  /** `identical` in the words of the source; `translated` in another language, or in other words. */
  @IsIn(DESIGN_GRADES) grade!: DesignGrade;
  /** From local to common codes; absent when the common codes are used. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RecodeEntry)
  recodeMap?: RecodeEntry[];
}

/** From now assemblies may use it; it never changes. Holds every question of its version, and the local ones. */
export class AdaptationApproved {
  static readonly type = 'adaptation.approved.v1';
  @IsUUID() adaptationId!: string;
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  @IsArray() @IsString({ each: true }) languages!: string[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => AdaptedQuestion) questions!: AdaptedQuestion[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => QuestionDefinition) localQuestions!: QuestionDefinition[];
  /** Which one of its partner and version it is, from 1; absent in events from before it was told. */
  @IsOptional() @IsInt() @Min(1) number?: number;
  @IsISO8601() approvedAt!: string;
  constructor(data: AdaptationApproved) {
    Object.assign(this, data);
  }
}

export const REJECTION_REASONS = ['meaning-changed', 'translation-quality', 'policy', 'incomplete', 'other'] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Sent back; the explanation stays in the service. */
export class AdaptationRejected {
  static readonly type = 'adaptation.rejected.v1';
  @IsUUID() adaptationId!: string;
  @IsIn(REJECTION_REASONS) reason!: RejectionReason;
  @IsISO8601() rejectedAt!: string;
  constructor(data: AdaptationRejected) {
    Object.assign(this, data);
  }
}
