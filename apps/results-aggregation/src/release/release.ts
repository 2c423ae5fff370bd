import { ReleasePublished, type ReleaseFile } from '@polyphony/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a release publishes. */
export interface Publication {
  waveId: string;
  /** From 1, without gaps, per wave. */
  number: number;
  methodologyVersionId: string;
  /** Every assembly with answers. */
  assemblyIds: string[];
  /** Answers in its figures. */
  responses: number;
  files: ReleaseFile[];
}

/** A numbered, immutable publication of a wave's results; its files stand beside it. */
@Entity()
export class Release {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('uuid', { name: 'wave_id' }) waveId!: string;
  @Column('int') number!: number;
  @Column('uuid', { name: 'methodology_version_id' }) methodologyVersionId!: string;
  @Column('uuid', { name: 'assembly_ids', array: true }) assemblyIds!: string[];
  @Column('int') responses!: number;
  @Column('timestamptz', { name: 'published_at' }) publishedAt!: Date;

  static publish(id: string, { files, ...publication }: Publication, at: Date): [Release, ReleasePublished] {
    const release = Object.assign(new Release(), publication, { id, version: 0, publishedAt: at });
    const event = new ReleasePublished({ releaseId: id, ...publication, files, publishedAt: at.toISOString() });
    return [release, event];
  }
}
