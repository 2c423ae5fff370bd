import { Injectable } from '@nestjs/common';
import { OUTCOMES, STANCES, type Outcome, type Stance } from '@polyphony/contracts';
import { afterId, DomainError, OrNull, pageOf, type Page, type PageQuery } from '@polyphony/service-kit';
import { Type } from 'class-transformer';
import { IsArray, IsDateString, IsIn, IsInt, IsString, IsUUID, ValidateNested } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { PROPOSAL_STATUSES, type ProposalStatus } from './change-proposal.js';

export class StanceView {
  @IsUUID() partnerId!: string;
  @IsIn(STANCES) stance!: Stance;
  @IsString() reason!: string;
  @IsDateString() takenAt!: string;
}

export class DecisionView {
  @IsIn(OUTCOMES) outcome!: Outcome;
  @IsString() rule!: string;
  @IsString() explanation!: string;
  @IsDateString() decidedAt!: string;
}

/** A proposal as it was argued and decided (I-11). */
export class ChangeProposalView {
  @IsUUID() id!: string;
  @IsInt() version!: number;
  @IsUUID() methodologyVersionId!: string;
  @IsUUID() partnerId!: string;
  @IsString() elementId!: string;
  @IsString() change!: string;
  @IsString() reason!: string;
  @IsIn(PROPOSAL_STATUSES) status!: ProposalStatus;
  /** Everything that was said, oldest first; a partner's last word counts. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => StanceView) stances!: StanceView[];
  /** Who proposed, supported or objected. */
  @IsArray() @IsUUID(undefined, { each: true }) participants!: string[];
  @OrNull() @ValidateNested() @Type(() => DecisionView) decision!: DecisionView | null;
  /** The last words against the outcome; empty until it is decided. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => StanceView) dissent!: StanceView[];
  @IsDateString() raisedAt!: string;
}

/** What a list of proposals is narrowed by. */
export interface ChangeProposalFilter {
  methodologyVersionId?: string;
  partnerId?: string;
  status?: ProposalStatus;
}

const VIEW = `
  SELECT id, version, methodology_version_id AS "methodologyVersionId", partner_id AS "partnerId",
         element_id AS "elementId", change, reason, status, stances,
         (SELECT jsonb_agg(DISTINCT participant) FROM jsonb_array_elements(
            jsonb_build_array(partner_id) || jsonb_path_query_array(stances, '$[*].partnerId')) AS participant) AS participants,
         decision,
         (SELECT coalesce(jsonb_agg(last ORDER BY last ->> 'takenAt'), '[]')
          FROM (SELECT DISTINCT ON (stated -> 'partnerId') stated AS last
                FROM jsonb_array_elements(stances) WITH ORDINALITY AS said (stated, place)
                ORDER BY stated -> 'partnerId', place DESC) AS last_words
          WHERE last ->> 'stance' = CASE status WHEN 'accepted' THEN 'object' WHEN 'rejected' THEN 'support' END) AS dissent,
         raised_at AS "raisedAt"
  FROM change_proposal`;

/** @throws {DomainError} not-found */
export async function changeProposalById(manager: EntityManager, id: string): Promise<ChangeProposalView> {
  const rows: ChangeProposalView[] = await manager.query(`${VIEW} WHERE id = $1`, [id]);
  if (!rows[0]) throw new DomainError('not-found', 'change-proposal-unknown', `There is no change proposal ${id}`);
  return rows[0];
}

@Injectable()
export class ChangeProposalQueries {
  constructor(private readonly dataSource: DataSource) {}

  byId(id: string): Promise<ChangeProposalView> {
    return changeProposalById(this.dataSource.manager, id);
  }

  async list(filter: ChangeProposalFilter, page: PageQuery): Promise<Page<ChangeProposalView>> {
    const rows: ChangeProposalView[] = await this.dataSource.query(
      `${VIEW}
       WHERE ($1::uuid IS NULL OR id > $1) AND ($2::uuid IS NULL OR methodology_version_id = $2)
         AND ($3::uuid IS NULL OR partner_id = $3) AND ($4::text IS NULL OR status = $4)
       ORDER BY id LIMIT $5`,
      [
        afterId(page),
        filter.methodologyVersionId ?? null,
        filter.partnerId ?? null,
        filter.status ?? null,
        page.limit + 1,
      ],
    );
    return pageOf(rows, page);
  }
}
