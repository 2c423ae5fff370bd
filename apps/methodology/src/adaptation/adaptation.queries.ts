import { Injectable } from '@nestjs/common';
import type { AdaptationStatus } from '@polyphony/contracts';
import { afterId, DomainError, pageOf, type Page, type PageQuery } from '@polyphony/service-kit';
import { DataSource, type EntityManager } from 'typeorm';
import type { AdaptationSummary, AdaptationView, DiffView } from './adaptation.view.js';
import { diffOf } from './diff.js';
import type { PinnedVersion } from './edit.js';

/** What a list of adaptations is narrowed by. */
export interface AdaptationFilter {
  partnerId?: string;
  methodologyVersionId?: string;
  status?: AdaptationStatus;
}

const SUMMARY = `
  id, version, methodology_version_id AS "methodologyVersionId", partner_id AS "partnerId", number, languages, status,
  review, drafted_at AS "draftedAt", submitted_at AS "submittedAt"`;

/** @throws {DomainError} not-found */
export async function adaptationById(manager: EntityManager, id: string): Promise<AdaptationView> {
  const rows: (Omit<AdaptationView, 'diff'> & { pinned: PinnedVersion })[] = await manager.query(
    `SELECT ${SUMMARY}, edits,
            (SELECT jsonb_build_object('content', content, 'sourceLanguage', source_language)
             FROM methodology_version WHERE id = adaptation.methodology_version_id) AS pinned
     FROM adaptation WHERE id = $1`,
    [id],
  );
  if (!rows[0]) throw new DomainError('not-found', 'adaptation-unknown', `There is no adaptation ${id}`);
  const { pinned, ...adaptation } = rows[0];
  return { ...adaptation, diff: diffOf(pinned, adaptation.languages, adaptation.edits) };
}

@Injectable()
export class AdaptationQueries {
  constructor(private readonly dataSource: DataSource) {}

  byId(id: string): Promise<AdaptationView> {
    return adaptationById(this.dataSource.manager, id);
  }

  async diff(id: string): Promise<DiffView> {
    return (await this.byId(id)).diff;
  }

  async list(filter: AdaptationFilter, page: PageQuery): Promise<Page<AdaptationSummary>> {
    const rows: AdaptationSummary[] = await this.dataSource.query(
      `SELECT ${SUMMARY} FROM adaptation
       WHERE ($1::uuid IS NULL OR id > $1) AND ($2::uuid IS NULL OR partner_id = $2)
         AND ($3::uuid IS NULL OR methodology_version_id = $3) AND ($4::text IS NULL OR status = $4)
       ORDER BY id LIMIT $5`,
      [
        afterId(page),
        filter.partnerId ?? null,
        filter.methodologyVersionId ?? null,
        filter.status ?? null,
        page.limit + 1,
      ],
    );
    return pageOf(rows, page);
  }
}
