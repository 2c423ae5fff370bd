import {
  ADAPTATION_STATUSES,
  AdaptedQuestion,
  POLICIES,
  REJECTION_REASONS,
  type AdaptationStatus,
  type Policy,
  type RejectionReason,
} from '@polyphony/contracts';
import { IfGiven, IsLanguage, OrNull } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsDateString, IsIn, IsInt, IsString, IsUUID, ValidateNested } from 'class-validator';
import { FACETS, type Facet } from '../methodology-version/content.js';
import { Edits } from './edit.dto.js';
import type { Edit } from './edit.js';

export class TouchedFacetView {
  /** Place of the edit, from 0. */
  @IsInt() edit!: number;
  @IsString() kind!: Edit['kind'];
  @IsString() elementId!: string;
  @IsIn(FACETS) facet!: Facet;
  @IsIn(POLICIES) policy!: Policy;
  @IsBoolean() allowed!: boolean;
}

export class FaultView {
  @IsString() pointer!: string;
  @IfGiven() @IsString() code?: string;
  @IsString() detail!: string;
}

/** How much of what is asked stands in one language. */
export class TranslationView {
  @IsLanguage() language!: string;
  /** Common questions that are asked. */
  @IsInt() questions!: number;
  /** Those of them whose wording stands in the language. */
  @IsInt() wordings!: number;
  /** Those of them of which every code is labelled in the language. */
  @IsInt() labels!: number;
}

/** What an adaptation makes of its version, as the edits stand. */
export class DiffView {
  @IsArray() @ValidateNested({ each: true }) @Type(() => TouchedFacetView) touched!: TouchedFacetView[];
  /** What cannot be applied at all; with a touched facet that is not allowed, what a submission is refused for. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => FaultView) faults!: FaultView[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => AdaptedQuestion) questions!: AdaptedQuestion[];
  /** For every language but that of the source. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => TranslationView) translations!: TranslationView[];
}

export class ReviewView {
  @IsIn(['approved', 'rejected']) outcome!: 'approved' | 'rejected';
  @OrNull() @IsIn(REJECTION_REASONS) reason!: RejectionReason | null;
  @OrNull() @IsString() note!: string | null;
  @IsDateString() reviewedAt!: string;
}

/** An adaptation in a list. */
export class AdaptationSummary {
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  /** From 1 per partner and version, once it is approved. */
  @OrNull() @IsInt() number!: number | null;
  @IsArray() @IsLanguage({ each: true }) languages!: string[];
  @IsIn(ADAPTATION_STATUSES) status!: AdaptationStatus;
  /** The last one; a revised adaptation waits for another. */
  @OrNull() @ValidateNested() @Type(() => ReviewView) review!: ReviewView | null;
  @IsDateString() draftedAt!: string;
  @OrNull() @IsDateString() submittedAt!: string | null;
}

/** An adaptation with its edits, and the diff that they make. */
export class AdaptationView extends AdaptationSummary {
  @Edits() edits!: Edit[];
  @ValidateNested() @Type(() => DiffView) diff!: DiffView;
}
