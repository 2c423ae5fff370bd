import { IfGiven, IsDay, IsId, IsText, PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsObject, ValidateNested } from 'class-validator';

export class MemberDto {
  @IsId() partnerId!: string;
  @IsDay() from!: string;
  /** First day on which the partner is no longer a member. */
  @IfGiven() @IsDay() until?: string;
}

export class CharterCoalition {
  @IsText(200) name!: string;
  @IsText(4_000) purpose!: string;
  @IsId() leadPartnerId!: string;
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => MemberDto)
  members!: MemberDto[];
}

export class JoinCoalition {
  @IsId() partnerId!: string;
  @IsDay() from!: string;
}

export class LeaveCoalition {
  @IsId() partnerId!: string;
  /** First day on which the partner is no longer a member. */
  @IsDay() until!: string;
}

export class ListCoalitions extends PageQuery {
  @IfGiven() @IsId() partnerId?: string;
}
