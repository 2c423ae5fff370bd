import type { DataSource, EntityManager } from 'typeorm';
import { PARTITIONS } from './kafka-client.js';

/** One partition of one topic as one consumer sees it; topic without the test prefix. */
export interface PartitionOfConsumer {
  consumer: string;
  topic: string;
  partition: number;
}

/** Somebody else moved the position: another replica, a rebuild, or this process whose COMMIT was answered too late. */
export class PositionMoved extends Error {
  constructor(at: PartitionOfConsumer, expected: bigint) {
    super(`${at.consumer} no longer stands at ${expected} on ${at.topic}/${at.partition}`);
  }
}

/** The stored position; a consumer that never ran stands at 0, the beginning of the log. */
export async function readPosition(tx: EntityManager, at: PartitionOfConsumer): Promise<bigint> {
  const rows: { next_offset: string }[] = await tx.query(
    `INSERT INTO consumer_position AS stored (consumer, topic, partition, next_offset) VALUES ($1, $2, $3, 0)
     ON CONFLICT (consumer, topic, partition) DO UPDATE SET next_offset = stored.next_offset
     RETURNING next_offset`,
    [at.consumer, at.topic, at.partition],
  );
  return BigInt(rows[0]!.next_offset);
}

/**
 * Moves the position by compare-and-set. To be called before the effect, in its transaction: the row lock makes a
 * zombie wait for the rightful owner, and then refuses it. From here on the transaction commits without waiting for the disk.
 * @throws {PositionMoved}
 */
export async function movePosition(
  tx: EntityManager,
  at: PartitionOfConsumer,
  expected: bigint,
  next: bigint,
): Promise<void> {
  const moved: unknown[] = await tx.query(
    `WITH moved AS (
       UPDATE consumer_position SET next_offset = $5, moved_at = now()
       WHERE consumer = $1 AND topic = $2 AND partition = $3 AND next_offset = $4 RETURNING 1
     )
     SELECT set_config('synchronous_commit', 'off', true) FROM moved`,
    [at.consumer, at.topic, at.partition, expected.toString(), next.toString()],
  );
  if (moved.length !== 1) throw new PositionMoved(at, expected);
}

/** A stored position, and where it stood when its last rebuild began; 0 without one. */
export interface StoredPosition extends PartitionOfConsumer {
  next: bigint;
  rebuildEnd: bigint;
}

/** Every position that a consumer has stored. */
export async function positionsOf({ manager }: DataSource, consumer: string): Promise<StoredPosition[]> {
  const rows: { topic: string; partition: number; next_offset: string; rebuild_end: string }[] = await manager.query(
    'SELECT topic, partition, next_offset, rebuild_end FROM consumer_position WHERE consumer = $1',
    [consumer],
  );
  return rows.map(({ topic, partition, next_offset, rebuild_end }) => ({
    consumer,
    topic,
    partition,
    next: BigInt(next_offset),
    rebuildEnd: BigInt(rebuild_end),
  }));
}

/** A rebuild ends with the log: one that has lost its last records never comes back to where the consumer stood. */
export async function endRebuildBy({ manager }: DataSource, at: PartitionOfConsumer, end: bigint): Promise<void> {
  await manager.query(
    `UPDATE consumer_position SET rebuild_end = least(rebuild_end, $4)
     WHERE consumer = $1 AND topic = $2 AND partition = $3`,
    [at.consumer, at.topic, at.partition, end.toString()],
  );
}

/** Makes sure that a consumer has a row on every partition, so that a first delivery can move it, and {@link lockPositions} keep it out. */
export async function ensurePositions(tx: EntityManager, consumer: string, topics: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO consumer_position (consumer, topic, partition, next_offset)
     SELECT $1, topic, partition, 0 FROM unnest($2::text[]) AS topic, generate_series(0, $3::int - 1) AS partition
     ORDER BY topic, partition
     ON CONFLICT (consumer, topic, partition) DO NOTHING`,
    [consumer, topics, PARTITIONS],
  );
}

/** Waits for, and keeps out, whoever is delivering on these partitions, until the end of the transaction. */
export async function lockPositions(
  tx: EntityManager,
  consumer: string,
  topic?: string,
  partition?: number,
): Promise<void> {
  await tx.query(
    `SELECT FROM consumer_position
     WHERE consumer = $1 AND ($2::text IS NULL OR topic = $2) AND ($3::integer IS NULL OR partition = $3)
     ORDER BY consumer, topic, partition FOR UPDATE`,
    [consumer, topic ?? null, partition ?? null],
  );
}
