import { REJECTION_REASONS, type RejectionReason } from '@polyphony/contracts';
import { PageQuery } from '@polyphony/service-kit';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsLocale,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import type { AdaptationStatus } from './adaptation.js';
import { Edits } from './edit.dto.js';
import type { Edit } from './edit.js';

export class DraftAdaptation {
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(20) @ArrayUnique() @IsLocale({ each: true }) languages!: string[];
}

export class ReviseAdaptation {
  @Edits() edits!: Edit[];
}

export class ApproveAdaptation {
  /** For the partner; published nowhere. */
  @IsOptional() @IsString() @MaxLength(4_000) note?: string;
}

export class RejectAdaptation {
  @IsIn(REJECTION_REASONS) reason!: RejectionReason;
  /** For the partner; published nowhere. */
  @IsOptional() @IsString() @MaxLength(4_000) note?: string;
}

export class ListAdaptations extends PageQuery {
  @IsOptional() @IsUUID() partnerId?: string;
  @IsOptional() @IsUUID() methodologyVersionId?: string;
  @IsOptional() @IsIn(['draft', 'submitted', 'approved', 'rejected']) status?: AdaptationStatus;
}
