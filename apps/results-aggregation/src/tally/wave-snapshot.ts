import type { AdaptedQuestion, QuestionDefinition, TimePoint, UnitKind } from '@polyphony/contracts';
import { IS_REBUILDING } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

/** How many units gave a code, in one series of one assembly. */
export interface CodeCount {
  code: string;
  count: number;
}

/** One series of one assembly. */
export interface SeriesCounts {
  assemblyId: string;
  questionId: string;
  timePoint: TimePoint;
  unitKind: UnitKind;
  codes: CodeCount[];
}

/** Which series it is, whatever the assembly. */
export function seriesName({
  questionId,
  timePoint,
  unitKind,
}: Pick<SeriesCounts, 'questionId' | 'timePoint' | 'unitKind'>): string {
  return JSON.stringify([questionId, timePoint, unitKind]);
}

/** An assembly of the wave that has started, with the adaptation that it follows as far as it is known. */
export interface HeldAssembly {
  assemblyId: string;
  country: string;
  region: string;
  /** How many people came; null until it is concluded. */
  attended: number | null;
  /** Held outside of the wave's window. */
  outsideWindow: boolean;
  adaptationId: string | null;
  /** Of its partner and version; null too where the event did not tell. */
  adaptationNumber: number | null;
  methodologyVersionId: string | null;
  semver: string | null;
  questions: AdaptedQuestion[] | null;
}

/** Everything that the figures of a wave are made of, at one moment. */
export interface WaveSnapshot {
  waveId: string;
  methodologyVersionId: string;
  methodology: string;
  semver: string;
  questions: QuestionDefinition[];
  assemblies: HeldAssembly[];
  series: SeriesCounts[];
  /** False while a copy is rebuilt, or lacks something of an assembly whose answers count. */
  isComplete: boolean;
}

/**
 * The counts of a wave as of one moment: one statement sees all submissions that were committed before it, or none of a
 * submission. Undefined while the wave or its version is not known.
 */
export async function snapshotOf(manager: EntityManager, waveId: string): Promise<WaveSnapshot | undefined> {
  const rows: WaveSnapshot[] = await manager.query(
    `WITH held AS (
       SELECT assembly_id, country, region, attended, outside_window, adaptation_id, adaptation.number,
              version.methodology_version_id, semver, adaptation.questions
       FROM assembly
       LEFT JOIN adaptation USING (adaptation_id)
       LEFT JOIN methodology_version AS version USING (methodology_version_id)
       WHERE wave_id = $1 AND state IN ('started', 'concluded')
     ), counted AS (
       SELECT assembly_id, question_id, time_point, unit_kind,
              json_agg(json_build_object('code', code, 'count', current) ORDER BY code COLLATE "C") AS codes
       FROM series JOIN (
         SELECT series_id, tallied AS code, count(*) AS current FROM response
         WHERE counts AND assembly_id = ANY(
           ARRAY(SELECT assembly_id FROM held WHERE methodology_version_id IS NOT NULL))
         GROUP BY series_id, tallied
       ) AS tally ON series_id = series.id
       GROUP BY series.id
     )
     SELECT wave_id AS "waveId", methodology_version_id AS "methodologyVersionId", methodology, semver, questions,
            (SELECT coalesce(json_agg(json_build_object(
               'assemblyId', assembly_id, 'country', country, 'region', region, 'attended', attended,
               'outsideWindow', outside_window,
               'adaptationId', adaptation_id, 'adaptationNumber', number,
               'methodologyVersionId', methodology_version_id, 'semver', semver, 'questions', questions)),
               '[]') FROM held) AS assemblies,
            (SELECT coalesce(json_agg(json_build_object(
               'assemblyId', assembly_id, 'questionId', question_id, 'timePoint', time_point, 'unitKind', unit_kind,
               'codes', codes)), '[]') FROM counted) AS series,
            NOT ${IS_REBUILDING} AND NOT EXISTS (
              SELECT FROM submission LEFT JOIN assembly USING (assembly_id)
              WHERE accepted > 0 AND (assembly.wave_id IS NULL OR assembly.wave_id = $1) AND assembly_id NOT IN (
                SELECT assembly_id FROM held WHERE methodology_version_id IS NOT NULL)
            ) AS "isComplete"
     FROM wave JOIN methodology_version USING (methodology_version_id)
     WHERE wave_id = $1`,
    [waveId],
  );
  return rows[0];
}
