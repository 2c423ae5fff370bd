import { Injectable } from '@nestjs/common';
import { afterId, DomainError, IsDay, pageOf, type Page, type PageQuery } from '@polyphony/service-kit';
import { IsDateString, IsInt, IsString, IsUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';

/** A wave as readers see it. */
export class WaveView {
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsUUID() coalitionId!: string;
  @IsString() subject!: string;
  @IsString() addressee!: string;
  /** First and last local day on which assemblies may be held. */
  @IsDay() opensOn!: string;
  @IsDay() closesOn!: string;
  @IsUUID() methodologyVersionId!: string;
  @IsDateString() convenedAt!: string;
}

const VIEW = `
  SELECT id, version, coalition_id AS "coalitionId", subject, addressee, opens_on::text AS "opensOn",
         closes_on::text AS "closesOn", methodology_version_id AS "methodologyVersionId", convened_at AS "convenedAt"
  FROM wave`;

/** @throws {DomainError} not-found */
export async function waveById(manager: EntityManager, id: string): Promise<WaveView> {
  const rows: WaveView[] = await manager.query(`${VIEW} WHERE id = $1`, [id]);
  if (!rows[0]) throw new DomainError('not-found', 'wave-unknown', `There is no wave ${id}`);
  return rows[0];
}

@Injectable()
export class WaveQueries {
  constructor(private readonly dataSource: DataSource) {}

  byId(id: string): Promise<WaveView> {
    return waveById(this.dataSource.manager, id);
  }

  /** Waves, or those of a coalition. */
  async list(coalitionId: string | undefined, page: PageQuery): Promise<Page<WaveView>> {
    const rows: WaveView[] = await this.dataSource.query(
      `${VIEW}
       WHERE ($1::uuid IS NULL OR id > $1) AND ($2::uuid IS NULL OR coalition_id = $2)
       ORDER BY id LIMIT $3`,
      [afterId(page), coalitionId ?? null, page.limit + 1],
    );
    return pageOf(rows, page);
  }
}
