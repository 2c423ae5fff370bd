import { IfGiven, IsId, PageQuery } from '@polyphony/service-kit';

/** Publishes what is counted now. */
export class PublishRelease {
  @IsId() waveId!: string;
}

export class ListReleases extends PageQuery {
  @IfGiven() @IsId() waveId?: string;
}
