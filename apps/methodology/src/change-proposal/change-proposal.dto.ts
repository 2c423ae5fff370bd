import { OUTCOMES, STANCES, type Outcome, type Stance } from '@polyphony/contracts';
import { PageQuery } from '@polyphony/service-kit';
import { IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class ProposeChange {
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  /** A module, question or extension slot of the draft. */
  @IsString() @IsNotEmpty() @MaxLength(100) elementId!: string;
  @IsString() @IsNotEmpty() @MaxLength(4_000) change!: string;
  @IsString() @IsNotEmpty() @MaxLength(4_000) reason!: string;
}

export class TakeStance {
  @IsUUID() partnerId!: string;
  @IsIn(STANCES) stance!: Stance;
  @IsString() @IsNotEmpty() @MaxLength(4_000) reason!: string;
}

export class DecideChange {
  @IsIn(OUTCOMES) outcome!: Outcome;
  /** The decision rule, such as "consent" or "two thirds of the fellows". */
  @IsString() @IsNotEmpty() @MaxLength(300) rule!: string;
  @IsString() @IsNotEmpty() @MaxLength(4_000) explanation!: string;
}

export class ListChangeProposals extends PageQuery {
  @IsOptional() @IsUUID() methodologyVersionId?: string;
  @IsOptional() @IsUUID() partnerId?: string;
  @IsOptional() @IsIn(['open', 'accepted', 'rejected']) status?: 'open' | 'accepted' | 'rejected';
}
