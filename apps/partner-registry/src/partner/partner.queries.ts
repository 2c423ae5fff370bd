import { Injectable } from '@nestjs/common';
import {
  PARTNER_KINDS,
  REGIONS,
  STANDINGS,
  SUSPENSION_REASONS,
  type PartnerKind,
  type Region,
  type Standing,
  type SuspensionReason,
} from '@polyphony/contracts';
import { afterId, DomainError, IsLanguage, OrNull, pageOf, type Page, type PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { IndependenceDeclarationDto } from './partner.dto.js';
import { PARTNER_STATUSES, type PartnerStatus } from './partner.js';

/** A partner as whoever acts in the network sees it: declaration and note are for nobody else; both are blank once it is erased. */
export class PartnerView {
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsIn(PARTNER_KINDS) kind!: PartnerKind;
  @IsIn(STANDINGS) standing!: Standing;
  @IsString() name!: string;
  @IsISO31661Alpha2() country!: string;
  @IsIn(REGIONS) region!: Region;
  @IsArray() @IsLanguage({ each: true }) languages!: string[];
  @IsArray() @IsString({ each: true }) topics!: string[];
  @IsBoolean() declaresInterest!: boolean;
  @ValidateNested() @Type(() => IndependenceDeclarationDto) independence!: IndependenceDeclarationDto;
  @IsIn(PARTNER_STATUSES) status!: PartnerStatus;
  @OrNull() @IsIn(SUSPENSION_REASONS) suspensionReason!: SuspensionReason | null;
  @OrNull() @IsString() suspensionNote!: string | null;
  @IsDateString() registeredAt!: string;
}

/** What a list of partners is narrowed by. */
export interface PartnerFilter {
  status?: PartnerStatus;
  standing?: Standing;
  country?: string;
  region?: Region;
}

const VIEW = `
  SELECT id, version, kind, standing, name, country, region, languages, topics,
         jsonb_array_length(independence -> 'interests') > 0 AS "declaresInterest", independence, status,
         suspension_reason AS "suspensionReason", suspension_note AS "suspensionNote",
         registered_at AS "registeredAt"
  FROM partner`;

/** @throws {DomainError} not-found */
export async function partnerById(manager: EntityManager, id: string): Promise<PartnerView> {
  const rows: PartnerView[] = await manager.query(`${VIEW} WHERE id = $1`, [id]);
  if (!rows[0]) throw new DomainError('not-found', 'partner-unknown', `There is no partner ${id}`);
  return rows[0];
}

@Injectable()
export class PartnerQueries {
  constructor(private readonly dataSource: DataSource) {}

  byId(id: string): Promise<PartnerView> {
    return partnerById(this.dataSource.manager, id);
  }

  async list(filter: PartnerFilter, page: PageQuery): Promise<Page<PartnerView>> {
    const rows: PartnerView[] = await this.dataSource.query(
      `${VIEW}
       WHERE ($1::uuid IS NULL OR id > $1) AND ($2::text IS NULL OR status = $2) AND ($3::text IS NULL OR standing = $3)
         AND ($4::text IS NULL OR country = $4) AND ($5::text IS NULL OR region = $5)
       ORDER BY id LIMIT $6`,
      [
        afterId(page),
        filter.status ?? null,
        filter.standing ?? null,
        filter.country ?? null,
        filter.region ?? null,
        page.limit + 1,
      ],
    );
    return pageOf(rows, page);
  }
}
