import { PageQuery } from '@polyphony/service-kit';
import { IsOptional, IsUUID } from 'class-validator';

/** Publishes what is counted now. */
export class PublishRelease {
  @IsUUID() waveId!: string;
}

export class ListReleases extends PageQuery {
  @IsOptional() @IsUUID() waveId?: string;
}
