import {
  PARTNER_KINDS,
  REGIONS,
  STANDINGS,
  SUSPENSION_REASONS,
  type PartnerKind,
  type Region,
  type Standing,
  type SuspensionReason,
} from '@polyphony/contracts';
import { PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsISO31661Alpha2,
  IsLocale,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';

export class IndependenceDeclarationDto {
  /** Empty when there are none: declaring nothing is a declaration too. */
  @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) @MaxLength(500, { each: true }) interests!: string[];
  @IsOptional() @IsString() @MaxLength(2_000) balancedBy?: string;
}

export class RegisterPartner {
  @IsIn(PARTNER_KINDS) kind!: PartnerKind;
  @IsIn(STANDINGS) standing!: Standing;
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  @IsISO31661Alpha2() country!: string;
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(50) @IsLocale({ each: true }) languages!: string[];
  @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) @MaxLength(100, { each: true }) topics!: string[];
  @IsObject() @ValidateNested() @Type(() => IndependenceDeclarationDto) independence!: IndependenceDeclarationDto;
}

export class SuspendPartner {
  @IsIn(SUSPENSION_REASONS) reason!: SuspensionReason;
  /** For people in the registry; published nowhere. */
  @IsOptional() @IsString() @MaxLength(2_000) note?: string;
}

export class ListPartners extends PageQuery {
  @IsOptional() @IsIn(['registered', 'active', 'suspended']) status?: 'registered' | 'active' | 'suspended';
  @IsOptional() @IsIn(STANDINGS) standing?: Standing;
  @IsOptional() @IsISO31661Alpha2() country?: string;
  @IsOptional() @IsIn(REGIONS) region?: Region;
}
