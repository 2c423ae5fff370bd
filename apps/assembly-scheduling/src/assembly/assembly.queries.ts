import { Injectable } from '@nestjs/common';
import type { AssemblyStatus } from '@polyphony/contracts';
import { afterId, DomainError, pageOf, type Page, type PageQuery } from '@polyphony/service-kit';
import { DataSource, type EntityManager } from 'typeorm';
import type { AssemblyView } from './assembly.view.js';

/** What a list of assemblies is narrowed by. */
export interface AssemblyFilter {
  waveId?: string;
  partnerId?: string;
  status?: AssemblyStatus;
  country?: string;
}

const VIEW = `
  SELECT id, version, wave_id AS "waveId", partner_id AS "partnerId", title, country, region,
         locally_initiated AS "locallyInitiated", capacity, status, adaptation_id AS "adaptationId",
         outside_window AS "outsideWindow",
         (SELECT coalesce(json_agg(json_build_object(
                   'localStart', to_char(local_start, 'YYYY-MM-DD"T"HH24:MI'), 'zone', zone, 'zoneRules', zone_rules,
                   'durationMinutes', duration_minutes,
                   'startsAt', to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                   'endsAt', to_char(ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                 ) ORDER BY position), '[]')
          FROM assembly_session WHERE assembly_id = assembly.id) AS sessions,
         CASE WHEN status = 'concluded'
              THEN json_build_object('invited', invited, 'confirmed', confirmed, 'attended', attended) END AS attendance,
         proposed_at AS "proposedAt", scheduled_at AS "scheduledAt", started_at AS "startedAt",
         concluded_at AS "concludedAt", postponed_at AS "postponedAt", postponement_reason AS "postponementReason",
         postponement_note AS "postponementNote", cancelled_at AS "cancelledAt",
         cancellation_reason AS "cancellationReason", cancellation_note AS "cancellationNote"
  FROM assembly`;

/** @throws {DomainError} not-found */
export async function assemblyById(manager: EntityManager, id: string): Promise<AssemblyView> {
  const rows: AssemblyView[] = await manager.query(`${VIEW} WHERE id = $1`, [id]);
  if (!rows[0]) throw new DomainError('not-found', 'assembly-unknown', `There is no assembly ${id}`);
  return rows[0];
}

@Injectable()
export class AssemblyQueries {
  constructor(private readonly dataSource: DataSource) {}

  byId(id: string): Promise<AssemblyView> {
    return assemblyById(this.dataSource.manager, id);
  }

  async list(filter: AssemblyFilter, page: PageQuery): Promise<Page<AssemblyView>> {
    const rows: AssemblyView[] = await this.dataSource.query(
      `${VIEW}
       WHERE ($1::uuid IS NULL OR id > $1) AND ($2::uuid IS NULL OR wave_id = $2)
         AND ($3::uuid IS NULL OR partner_id = $3) AND ($4::text IS NULL OR status = $4)
         AND ($5::text IS NULL OR country = $5)
       ORDER BY id LIMIT $6`,
      [
        afterId(page),
        filter.waveId ?? null,
        filter.partnerId ?? null,
        filter.status ?? null,
        filter.country ?? null,
        page.limit + 1,
      ],
    );
    return pageOf(rows, page);
  }
}
