import { PageQuery } from '@polyphony/service-kit';
import { IsISO8601, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

const DATE = [/^(19|20)\d{2}-\d{2}-\d{2}$/, { message: '$property must be a date as YYYY-MM-DD' }] as const;

export class ConveneWave {
  @IsUUID() coalitionId!: string;
  @IsString() @IsNotEmpty() @MaxLength(500) subject!: string;
  @IsString() @IsNotEmpty() @MaxLength(500) addressee!: string;
  @Matches(...DATE) @IsISO8601({ strict: true }) opensOn!: string;
  /** Last day on which assemblies may be held. */
  @Matches(...DATE) @IsISO8601({ strict: true }) closesOn!: string;
  @IsUUID() methodologyVersionId!: string;
}

export class ListWaves extends PageQuery {
  @IsOptional() @IsUUID() coalitionId?: string;
}
