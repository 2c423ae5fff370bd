import { OUTCOMES, STANCES, type Outcome, type Stance } from '@polyphony/contracts';
import { IfGiven, IsId, IsText, PageQuery } from '@polyphony/service-kit';
import { IsIn } from 'class-validator';

export class ProposeChange {
  @IsId() methodologyVersionId!: string;
  @IsId() partnerId!: string;
  /** A module, question or extension slot of the draft. */
  @IsText(100) elementId!: string;
  @IsText(4_000) change!: string;
  @IsText(4_000) reason!: string;
}

export class TakeStance {
  @IsId() partnerId!: string;
  @IsIn(STANCES) stance!: Stance;
  @IsText(4_000) reason!: string;
}

export class DecideChange {
  @IsIn(OUTCOMES) outcome!: Outcome;
  /** The decision rule, such as "consent" or "two thirds of the fellows". */
  @IsText(300) rule!: string;
  @IsText(4_000) explanation!: string;
}

export class ListChangeProposals extends PageQuery {
  @IfGiven() @IsId() methodologyVersionId?: string;
  @IfGiven() @IsId() partnerId?: string;
  @IfGiven() @IsIn(['open', 'accepted', 'rejected']) status?: 'open' | 'accepted' | 'rejected';
}
