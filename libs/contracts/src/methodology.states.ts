import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Min,
  ValidateNested,
} from 'class-validator';
import { AdaptedQuestion, QuestionDefinition, REJECTION_REASONS, type RejectionReason } from './methodology.events.js';

export const MODULE_KINDS = [
  'opening',
  'information',
  'deliberation',
  'voting',
  'recommendation',
  'evaluation',
  'closing',
] as const;
export type ModuleKind = (typeof MODULE_KINDS)[number];

/** How far: not at all, by translation of its text only, or as the site needs. `translate` permits nothing where there is no text. */
export const POLICIES = ['fixed', 'translate', 'free'] as const;
export type Policy = (typeof POLICIES)[number];

/** The parts of a semantic version, from the one that says most. */
export const LEVELS = ['major', 'minor', 'patch'] as const;
export type Level = (typeof LEVELS)[number];

export const VERSION_STATUSES = ['draft', 'published'] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];

export const ADAPTATION_STATUSES = ['draft', 'submitted', 'approved', 'rejected'] as const;
export type AdaptationStatus = (typeof ADAPTATION_STATUSES)[number];

/** How far an adaptation may go, per facet of an element; one that is not named is fixed. */
export class Policies {
  @IsOptional() @IsIn(POLICIES) presence?: Policy;
  @IsOptional() @IsIn(POLICIES) wording?: Policy;
  @IsOptional() @IsIn(POLICIES) codes?: Policy;
  @IsOptional() @IsIn(POLICIES) order?: Policy;
}

/** A session-level part of the method. */
export class PublishedModule {
  @IsString() @IsNotEmpty() moduleId!: string;
  @IsIn(MODULE_KINDS) kind!: ModuleKind;
  @IsString() title!: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Policies) policies?: Policies;
}

/** A question in its module. */
export class PublishedQuestion {
  @IsString() moduleId!: string;
  @IsObject() @ValidateNested() @Type(() => QuestionDefinition) question!: QuestionDefinition;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Policies) policies?: Policies;
}

/** A place where local questions may be added. */
export class PublishedSlot {
  @IsString() @IsNotEmpty() slotId!: string;
  @IsString() title!: string;
  @IsString() moduleId!: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Policies) policies?: Policies;
}

/** One difference to the published version before. */
export class PublishedChange {
  @IsString() elementId!: string;
  /** What differs, such as `concept`, `codes` or `wording`; `added` and `removed` for the element itself. */
  @IsString() what!: string;
  /** The least part of the version number that must rise for it. */
  @IsIn(LEVELS) level!: Level;
}

/** Everything that a published version says, in the order of the day. */
export class PublishedContent {
  @IsString() title!: string;
  /** BCP 47, of every text in it. */
  @IsString() sourceLanguage!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => PublishedModule) modules!: PublishedModule[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => PublishedQuestion) questions!: PublishedQuestion[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => PublishedSlot) extensionSlots!: PublishedSlot[];
  /** Empty for the first of a family. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => PublishedChange) changes!: PublishedChange[];
}

/** A version of the common method; a draft says that it is there, a published one what it says. */
export class MethodologyVersionState {
  static readonly type = 'methodology-version.state.v1';
  @IsUUID() methodologyVersionId!: string;
  /** The family that the version belongs to. */
  @IsString() methodology!: string;
  @IsString() semver!: string;
  @IsIn(VERSION_STATUSES) status!: VersionStatus;
  @IsISO8601() draftedAt!: string;
  @IsOptional() @IsISO8601() publishedAt?: string;
  /** Once it is published. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PublishedContent) content?: PublishedContent;
  constructor(data: MethodologyVersionState) {
    Object.assign(this, data);
  }
}

/** An adaptation; the edits and the notes of reviewers stay in the service. */
export class AdaptationState {
  static readonly type = 'adaptation.state.v1';
  @IsUUID() adaptationId!: string;
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  /** BCP 47. */
  @IsArray() @IsString({ each: true }) languages!: string[];
  @IsIn(ADAPTATION_STATUSES) status!: AdaptationStatus;
  /** Which one of its partner and version it is, from 1, once it is approved. */
  @IsOptional() @IsInt() @Min(1) number?: number;
  @IsISO8601() draftedAt!: string;
  @IsOptional() @IsISO8601() submittedAt?: string;
  /** When a reviewer last decided. */
  @IsOptional() @IsISO8601() reviewedAt?: string;
  /** Of the last review, while it was a rejection. */
  @IsOptional() @IsIn(REJECTION_REASONS) rejectionReason?: RejectionReason;
  /** What it makes of every question of its version, once it is approved. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => AdaptedQuestion)
  questions?: AdaptedQuestion[];
  /** Its own, once it is approved. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => QuestionDefinition)
  localQuestions?: QuestionDefinition[];
  constructor(data: AdaptationState) {
    Object.assign(this, data);
  }
}
