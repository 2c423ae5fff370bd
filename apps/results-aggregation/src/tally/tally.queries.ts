import { Injectable } from '@nestjs/common';
import { DomainError, type Actor, type Role } from '@polyphony/service-kit';
import type { TimePoint } from '@polyphony/contracts';
import { DataSource } from 'typeorm';
import { placeOf } from '../assembly/assembly.js';
import { lastRelease } from '../release/last-release.js';
import { disclose, type Figure, type Level } from './figures.js';
import { inclusionOf } from './inclusion.js';
import type { AssemblyTallies, SeriesView, WaveTallies } from './tally.view.js';
import { snapshotOf } from './wave-snapshot.js';

/** What tallies are narrowed by. */
export interface TallyFilter {
  questionId?: string;
  timePoint?: TimePoint;
}

/** Who works on the results of every assembly, as its host does on its own. */
const WORK_ON_ALL: readonly Role[] = ['network-coordinator', 'rapporteur', 'service'];

/**
 * Whether somebody may read live counts: who works on those of all, and a fellow of the host. Two readings differ by one
 * person, whatever each of them hides, so all others get the figures of the last release.
 */
export function readsLive({ role, partnerId }: Actor, hostPartnerId?: string): boolean {
  return WORK_ON_ALL.includes(role) || (role === 'fellow' && partnerId !== undefined && partnerId === hostPartnerId);
}

@Injectable()
export class TallyQueries {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The counts of an assembly; live ones are complete.
   * @throws {DomainError} not-found
   */
  async ofAssembly(assemblyId: string, filter: TallyFilter, reader: Actor): Promise<AssemblyTallies> {
    const place = await placeOf(this.dataSource.manager, assemblyId);
    if (!place) throw new DomainError('not-found', 'assembly-unknown', `There is no assembly ${assemblyId}`);
    const isLive = readsLive(reader, place.partnerId);
    const series = isLive
      ? await this.counted(assemblyId, filter)
      : await this.released(assemblyId, place.waveId, filter);
    return { assemblyId, provisional: isLive, series };
  }

  private counted(assemblyId: string, { questionId, timePoint }: TallyFilter): Promise<SeriesView[]> {
    return this.dataSource.query(
      `WITH tally AS (
         SELECT series_id, tallied AS code, count(*) FILTER (WHERE counts) AS current, count(*) AS accepted
         FROM response WHERE assembly_id = $1
         GROUP BY series_id, tallied
       )
       SELECT question_id AS "questionId", time_point AS "timePoint", unit_kind AS "unitKind", sum(current)::int AS n,
              json_agg(json_build_object('code', code, 'current', current, 'accepted', accepted) ORDER BY code COLLATE "C")
                AS codes,
              false AS suppressed
       FROM series JOIN tally ON series_id = series.id
       WHERE ($2::text IS NULL OR question_id = $2) AND ($3::text IS NULL OR time_point = $3)
       GROUP BY series.id ORDER BY question_id COLLATE "C", time_point, unit_kind`,
      [assemblyId, questionId ?? null, timePoint ?? null],
    );
  }

  /** How many rows were ever accepted is not said: changed answers are those of few. */
  private async released(assemblyId: string, waveId: string, filter: TallyFilter): Promise<SeriesView[]> {
    const last = await lastRelease(this.dataSource.manager, waveId);
    const figures = last?.figures.filter((figure) => figure.group === assemblyId && matches(figure, filter)) ?? [];
    return figures.map(({ questionId, timePoint, unitKind, n, codes, suppressed }) => ({
      questionId,
      timePoint,
      unitKind,
      n,
      codes: codes.map(({ code, count }) => ({ code, current: count, accepted: null })),
      suppressed,
    }));
  }

  /**
   * The figures of a wave at one level, and which assemblies they hold.
   * @throws {DomainError} not-found
   */
  async ofWave(waveId: string, level: Level, filter: TallyFilter, reader: Actor): Promise<WaveTallies> {
    const { manager } = this.dataSource;
    const snapshot = await snapshotOf(manager, waveId);
    if (!snapshot) throw new DomainError('not-found', 'wave-unknown', `There is no wave ${waveId}`);
    const isLive = readsLive(reader);
    const last = isLive ? undefined : ((await lastRelease(manager, waveId)) ?? NOTHING);
    const { figures } = last ?? disclose(snapshot);
    // Suppression looks at all groups, so the figures are narrowed after it.
    const cells = figures.filter((figure) => figure.level === level && matches(figure, filter));
    const inclusion = last?.inclusion ?? inclusionOf(snapshot);
    return {
      waveId,
      provisional: isLive,
      level,
      cells,
      inclusion: inclusion.filter((one) => matches(one, filter)),
    };
  }
}

const NOTHING = { figures: [], inclusion: [] };

function matches(one: Pick<Figure, 'questionId' | 'timePoint'>, { questionId, timePoint }: TallyFilter): boolean {
  return (questionId ?? one.questionId) === one.questionId && (timePoint ?? one.timePoint) === one.timePoint;
}
