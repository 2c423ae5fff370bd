import { REJECTION_REASONS, type RejectionReason, type AdaptationStatus } from '@polyphony/contracts';
import { IfGiven, IsId, IsLanguage, IsText, PageQuery } from '@polyphony/service-kit';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { Edits } from './edit.dto.js';
import type { Edit } from './edit.js';

export class DraftAdaptation {
  @IsId() methodologyVersionId!: string;
  @IsId() partnerId!: string;
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(20) @ArrayUnique() @IsLanguage({ each: true }) languages!: string[];
}

export class ReviseAdaptation {
  @Edits() edits!: Edit[];
}

export class ApproveAdaptation {
  /** For people of the network; in no event. */
  @IfGiven() @IsText(4_000) note?: string;
}

export class RejectAdaptation {
  @IsIn(REJECTION_REASONS) reason!: RejectionReason;
  /** For people of the network; in no event. */
  @IfGiven() @IsText(4_000) note?: string;
}

export class ListAdaptations extends PageQuery {
  @IfGiven() @IsId() partnerId?: string;
  @IfGiven() @IsId() methodologyVersionId?: string;
  @IfGiven() @IsIn(['draft', 'submitted', 'approved', 'rejected']) status?: AdaptationStatus;
}
