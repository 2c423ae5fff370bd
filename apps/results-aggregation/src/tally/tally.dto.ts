import { TIME_POINTS, type TimePoint } from '@polyphony/contracts';
import { IsIn, IsOptional, IsString } from 'class-validator';

export class ReadTallies {
  @IsOptional() @IsString() questionId?: string;
  @IsOptional() @IsIn(TIME_POINTS) timePoint?: TimePoint;
}

const POOLED_LEVELS = ['wave', 'region', 'country'] as const;

export class ReadWaveTallies extends ReadTallies {
  @IsIn(POOLED_LEVELS) level: (typeof POOLED_LEVELS)[number] = 'wave';
}
