import {
  ERASURE_REASONS,
  PARTNER_KINDS,
  REGIONS,
  STANDINGS,
  SUSPENSION_REASONS,
  type ErasureReason,
  type PartnerKind,
  type Region,
  type Standing,
  type SuspensionReason,
} from '@polyphony/contracts';
import { IfGiven, IsCountry, IsLanguage, IsText, PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import { PARTNER_STATUSES, type PartnerStatus } from './partner.js';

export class IndependenceDeclarationDto {
  /** Empty when there are none: declaring nothing is a declaration too. */
  @IsArray() @ArrayMaxSize(50) @IsText(500, { each: true }) interests!: string[];
  @IfGiven() @IsText(2_000) balancedBy?: string;
}

export class RegisterPartner {
  @IsIn(PARTNER_KINDS) kind!: PartnerKind;
  @IsIn(STANDINGS) standing!: Standing;
  @IsText(200) name!: string;
  @IsCountry() country!: string;
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(50) @ArrayUnique() @IsLanguage({ each: true }) languages!: string[];
  @IsArray() @ArrayMaxSize(50) @ArrayUnique() @IsText(100, { each: true }) topics!: string[];
  @IsObject() @ValidateNested() @Type(() => IndependenceDeclarationDto) independence!: IndependenceDeclarationDto;
}

export class SuspendPartner {
  @IsIn(SUSPENSION_REASONS) reason!: SuspensionReason;
  /** For people of the network; in no event. */
  @IfGiven() @IsText(2_000) note?: string;
}

export class ErasePartner {
  @IsIn(ERASURE_REASONS) reason!: ErasureReason;
}

export class ListPartners extends PageQuery {
  @IfGiven() @IsIn(PARTNER_STATUSES) status?: PartnerStatus;
  @IfGiven() @IsIn(STANDINGS) standing?: Standing;
  @IfGiven() @IsCountry() country?: string;
  @IfGiven() @IsIn(REGIONS) region?: Region;
}
