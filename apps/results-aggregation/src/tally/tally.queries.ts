import { Injectable } from '@nestjs/common';
import { DomainError, type Actor, type Role } from '@polyphony/service-kit';
import type { TimePoint } from '@polyphony/contracts';
import { DataSource } from 'typeorm';
import { placeOf } from '../assembly/assembly.js';
import { disclose, type Level } from './figures.js';
import { inclusionOf } from './inclusion.js';
import type { AssemblyTallies, SeriesView, WaveTallies } from './tally.view.js';
import { snapshotOf } from './wave-snapshot.js';

/** What tallies are narrowed by. */
export interface TallyFilter {
  questionId?: string;
  timePoint?: TimePoint;
}

/** Who sees the counts of every assembly as they are, as its host does. */
const WORK_ON_ALL: readonly Role[] = ['network-coordinator', 'rapporteur', 'service'];

@Injectable()
export class TallyQueries {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The live counts of an assembly; without the series of a few units to whoever does not work on them.
   * @throws {DomainError} not-found
   */
  async ofAssembly(assemblyId: string, filter: TallyFilter, reader: Actor): Promise<AssemblyTallies> {
    const counted: SeriesView[] = await this.dataSource.query(
      `SELECT question_id AS "questionId", time_point AS "timePoint", unit_kind AS "unitKind", sum(current)::int AS n,
              json_agg(json_build_object('code', code, 'current', current, 'accepted', accepted) ORDER BY code COLLATE "C")
                AS codes,
              false AS suppressed
       FROM series JOIN tally ON series_id = series.id
       WHERE assembly_id = $1 AND ($2::text IS NULL OR question_id = $2) AND ($3::text IS NULL OR time_point = $3)
       GROUP BY series.id ORDER BY question_id COLLATE "C", time_point, unit_kind`,
      [assemblyId, filter.questionId ?? null, filter.timePoint ?? null],
    );
    const place = await placeOf(this.dataSource.manager, assemblyId);
    if (counted.length === 0 && !place)
      throw new DomainError('not-found', 'assembly-unknown', `There is no assembly ${assemblyId}`);
    const worksOnIt =
      WORK_ON_ALL.includes(reader.role) || (reader.role === 'fellow' && reader.partnerId === place?.partnerId);
    const series = worksOnIt ? counted : await this.forOthers(assemblyId, place?.waveId, counted);
    return { assemblyId, provisional: true, series };
  }

  /** Hides what the live figures of the whole wave hide of this assembly, so that neither gives the other away. */
  private async forOthers(
    assemblyId: string,
    waveId: string | undefined,
    counted: SeriesView[],
  ): Promise<SeriesView[]> {
    const snapshot = waveId && (await snapshotOf(this.dataSource.manager, waveId));
    const shown = new Set(
      (snapshot ? disclose(snapshot).figures : [])
        .filter((figure) => figure.group === assemblyId && !figure.suppressed)
        .map((figure) => nameOf(figure)),
    );
    return counted.map((one) => (shown.has(nameOf(one)) ? one : { ...one, n: null, codes: [], suppressed: true }));
  }

  /**
   * The live figures of a wave at one level, and which assemblies they hold.
   * @throws {DomainError} not-found
   */
  async ofWave(waveId: string, level: Level, filter: TallyFilter): Promise<WaveTallies> {
    const snapshot = await snapshotOf(this.dataSource.manager, waveId);
    if (!snapshot) throw new DomainError('not-found', 'wave-unknown', `There is no wave ${waveId}`);
    const asks = ({ questionId, timePoint }: Pick<SeriesView, 'questionId' | 'timePoint'>): boolean =>
      (filter.questionId ?? questionId) === questionId && (filter.timePoint ?? timePoint) === timePoint;
    // Suppression looks at all groups, so the figures are narrowed after it.
    const cells = disclose(snapshot).figures.filter((figure) => figure.level === level && asks(figure));
    const inclusion = inclusionOf(snapshot).filter(asks);
    return { waveId, provisional: true, level, cells, inclusion };
  }
}

function nameOf({
  questionId,
  timePoint,
  unitKind,
}: Pick<SeriesView, 'questionId' | 'timePoint' | 'unitKind'>): string {
  return JSON.stringify([questionId, timePoint, unitKind]);
}
