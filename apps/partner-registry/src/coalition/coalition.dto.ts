import { PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

const DATE = [
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  { message: '$property must be a date as YYYY-MM-DD' },
] as const;

export class MemberDto {
  @IsUUID() partnerId!: string;
  @Matches(...DATE) from!: string;
  /** First day on which the partner is no longer a member. */
  @IsOptional() @Matches(...DATE) until?: string;
}

export class CharterCoalition {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  @IsString() @MaxLength(4_000) purpose!: string;
  @IsUUID() leadPartnerId!: string;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => MemberDto)
  members!: MemberDto[];
}

export class JoinCoalition {
  @IsUUID() partnerId!: string;
  @Matches(...DATE) from!: string;
}

export class LeaveCoalition {
  @IsUUID() partnerId!: string;
  /** First day on which the partner is no longer a member. */
  @Matches(...DATE) until!: string;
}

export class ListCoalitions extends PageQuery {
  @IsOptional() @IsUUID() partnerId?: string;
}
