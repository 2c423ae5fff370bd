import { TIME_POINTS, type TimePoint } from '@polyphony/contracts';
import { IfGiven } from '@polyphony/service-kit';
import { IsIn, IsString } from 'class-validator';

export class ReadTallies {
  @IfGiven() @IsString() questionId?: string;
  @IfGiven() @IsIn(TIME_POINTS) timePoint?: TimePoint;
}

const POOLED_LEVELS = ['wave', 'region', 'country'] as const;

export class ReadWaveTallies extends ReadTallies {
  @IsIn(POOLED_LEVELS) level: (typeof POOLED_LEVELS)[number] = 'wave';
}
