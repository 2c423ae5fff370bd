import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import type { AcceptedRows } from './judge.js';

/**
 * Keeps every accepted row, lets the last answer of each unit count, and moves the tallies by exactly what changed, in
 * one statement. An answer that is older than the one that counts changes nothing but the number of accepted rows, so
 * the order of arrival does not matter.
 */
const COUNT_ROWS = `
  WITH incoming AS MATERIALIZED (
    SELECT * FROM unnest($4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::boolean[])
      AS incoming (row_index, series_id, unit_id, code, tallied, answered_at, last)
  ), kept AS (
    INSERT INTO response (receipt_id, row_index, series_id, unit_id, code, answered_at)
    SELECT $1::uuid, row_index, series_id, unit_id, code, answered_at FROM incoming
  ), counting AS (
    INSERT INTO current_answer AS counts (series_id, unit_id, code, answered_at, revision, submission_id, row_index)
    SELECT series_id, unit_id, tallied, answered_at, $2::int, $3::text, row_index FROM incoming WHERE last
    ON CONFLICT (series_id, unit_id) DO UPDATE
      SET code = excluded.code, answered_at = excluded.answered_at, revision = excluded.revision,
          submission_id = excluded.submission_id, row_index = excluded.row_index
      WHERE (excluded.answered_at, excluded.revision, excluded.submission_id, excluded.row_index)
          > (counts.answered_at, counts.revision, counts.submission_id, counts.row_index)
    RETURNING series_id, old.code AS before, new.code AS after
  ), change AS (
    SELECT series_id, tallied AS code, 0 AS current, 1 AS accepted FROM incoming
    UNION ALL SELECT series_id, after, 1, 0 FROM counting
    UNION ALL SELECT series_id, before, -1, 0 FROM counting WHERE before IS NOT NULL
  )
  INSERT INTO tally (series_id, code, current, accepted)
  SELECT series_id, code, sum(current), sum(accepted) FROM change GROUP BY series_id, code
  ON CONFLICT (series_id, code) DO UPDATE
    SET current = tally.current + excluded.current, accepted = tally.accepted + excluded.accepted`;

/** Whose rows they are: with the row index, the order of answers that were given at the same instant. */
export interface Origin {
  id: string;
  revision: number;
  submissionId: string;
}

/** The caller holds the lock of the assembly. */
export async function countRows(manager: EntityManager, origin: Origin, rows: AcceptedRows): Promise<void> {
  if (rows.index.length === 0) return;
  // The driver's own client, for its prepared statements: planning this one anew costs 0.5 ms.
  const client = (await manager.queryRunner!.connect()) as PoolClient;
  await client.query({
    name: 'count-rows',
    text: COUNT_ROWS,
    values: [
      origin.id,
      origin.revision,
      origin.submissionId,
      rows.index,
      rows.seriesId,
      rows.unitId,
      rows.code,
      rows.tallied,
      rows.answeredAt,
      rows.last,
    ],
  });
}
