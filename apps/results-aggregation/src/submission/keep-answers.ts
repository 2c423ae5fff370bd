import type { EntityManager } from 'typeorm';
import type { AcceptedRows } from './judge.js';

/**
 * Keeps the accepted rows of a submission. Nothing that was kept before is read or changed: which answer of a unit counts
 * is said when they are counted, so submissions of one assembly do not wait for each other.
 */
export async function keepAnswers(manager: EntityManager, receiptId: string, rows: AcceptedRows): Promise<void> {
  if (rows.unitId.length === 0) return;
  const words = [...new Set([...rows.code, ...rows.tallied])];
  const numberOf = new Map(words.map((word, index) => [word, index + 1]));
  const numbers = (codes: string[]): string => list(codes.map((code) => numberOf.get(code)!));
  await manager.query(
    `INSERT INTO accepted_rows (receipt_id, words, series_id, unit_id, code, tallied, answered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      receiptId,
      words,
      list(rows.seriesId),
      rows.unitId,
      numbers(rows.code),
      numbers(rows.tallied),
      list(rows.answeredAt),
    ],
  );
}

/** An array of PostgreSQL; the driver would write each number in quotes, and join() takes twice as long as JSON. */
function list(numbers: readonly number[]): string {
  return `{${JSON.stringify(numbers).slice(1, -1)}}`;
}
