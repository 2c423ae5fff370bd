import { Injectable } from '@nestjs/common';
import { afterId, DomainError, IsDay, OrNull, pageOf, type Page, type PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import { IsArray, IsDateString, IsInt, IsString, IsUUID, ValidateNested } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';

export class CoalitionMemberView {
  @IsUUID() partnerId!: string;
  @IsDay() from!: string;
  @OrNull() @IsDay() until!: string | null;
}

/** A coalition as readers see it, with every membership it ever had. */
export class CoalitionView {
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsString() name!: string;
  @IsString() purpose!: string;
  @IsUUID() leadPartnerId!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => CoalitionMemberView) members!: CoalitionMemberView[];
  @IsDateString() charteredAt!: string;
}

const VIEW = `
  SELECT id, version, name, purpose, lead_partner_id AS "leadPartnerId", chartered_at AS "charteredAt",
         (SELECT json_agg(json_build_object('partnerId', partner_id, 'from', from_date, 'until', until_date) ORDER BY from_date, id)
          FROM coalition_member WHERE coalition_id = coalition.id) AS members
  FROM coalition`;

/** @throws {DomainError} not-found */
export async function coalitionById(manager: EntityManager, id: string): Promise<CoalitionView> {
  const rows: CoalitionView[] = await manager.query(`${VIEW} WHERE id = $1`, [id]);
  if (!rows[0]) throw new DomainError('not-found', 'coalition-unknown', `There is no coalition ${id}`);
  return rows[0];
}

@Injectable()
export class CoalitionQueries {
  constructor(private readonly dataSource: DataSource) {}

  byId(id: string): Promise<CoalitionView> {
    return coalitionById(this.dataSource.manager, id);
  }

  /** Coalitions, or those in which a partner is or was a member. */
  async list(partnerId: string | undefined, page: PageQuery): Promise<Page<CoalitionView>> {
    const rows: CoalitionView[] = await this.dataSource.query(
      `${VIEW}
       WHERE ($1::uuid IS NULL OR id > $1)
         AND ($2::uuid IS NULL OR id IN (SELECT coalition_id FROM coalition_member WHERE partner_id = $2))
       ORDER BY id LIMIT $3`,
      [afterId(page), partnerId ?? null, page.limit + 1],
    );
    return pageOf(rows, page);
  }
}
