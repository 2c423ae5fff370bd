import type { DataSource, EntityManager } from 'typeorm';
import { MalformedEvent, readEvent, textHeaders, typeOf, type RawRecord } from './cloud-event.js';
import type { ConsumerDefinition } from './consumer.js';
import { lockPositions, type PartitionOfConsumer } from './positions.js';
import { claimSequences } from './sequences.js';
import { storable } from './storable.js';

/** A record that could not be applied, and why. */
export interface ParkedRecord {
  record: RawRecord;
  error: string;
  /** How often it was tried; 0 for one that only waits behind another of its key. */
  attempts: number;
}

/** Which keys of a partition have a parked event, behind which their later ones wait, and which offsets were discarded. */
export async function heldBack(
  tx: EntityManager,
  at: PartitionOfConsumer,
  { from, next }: { from: bigint; next: bigint },
): Promise<{ parked: Set<string>; discarded: Set<bigint> }> {
  const rows: { key: string | null; discarded: string | null }[] = await tx.query(
    `SELECT DISTINCT key, NULL::bigint AS discarded FROM parked_event
     WHERE consumer = $1 AND topic = $2 AND partition = $3
     UNION ALL
     SELECT NULL, message_offset FROM discarded_event
     WHERE consumer = $1 AND topic = $2 AND partition = $3 AND message_offset >= $4 AND message_offset < $5`,
    [at.consumer, at.topic, at.partition, from.toString(), next.toString()],
  );
  return {
    parked: new Set(rows.flatMap((row) => row.key ?? [])),
    discarded: new Set(rows.flatMap((row) => (row.discarded === null ? [] : BigInt(row.discarded)))),
  };
}

/** Stores records as parked, in the transaction that moves the position past them. */
export async function parkRecords(tx: EntityManager, consumer: string, parked: ParkedRecord[]): Promise<void> {
  for (const { record, error, attempts } of parked)
    await tx.query(
      `INSERT INTO parked_event (consumer, topic, partition, message_offset, key, headers, value, error, attempts)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        consumer,
        record.topic,
        record.partition,
        record.offset.toString(),
        record.key === null ? null : storable(record.key),
        Object.fromEntries(Object.entries(textHeaders(record.headers)).map((header) => header.map(storable))),
        record.value,
        storable(error),
        attempts,
      ],
    );
}

interface ParkedRow {
  topic: string;
  partition: number;
  message_offset: string;
  key: string | null;
  headers: Record<string, string>;
  value: Buffer | null;
}

/** What a replay did: how many events were applied, and what stopped it. */
export interface Replayed {
  applied: number;
  /** Still parked: the first event of a key that failed again, with its error, and those behind it. */
  remaining: { key: string | null; error: string }[];
}

/**
 * Applies the parked events of a consumer again, key by key in the order of the log, each in a transaction of its own
 * that also unparks it. A key stops at its first event that fails again.
 */
export async function replayParked(
  dataSource: DataSource,
  consumer: ConsumerDefinition,
  onlyKey?: string,
): Promise<Replayed> {
  const keys: { topic: string; partition: number; key: string | null }[] = await dataSource.query(
    `SELECT topic, partition, key FROM parked_event WHERE consumer = $1 AND ($2::text IS NULL OR key = $2)
     GROUP BY topic, partition, key ORDER BY min(message_offset)`,
    [consumer.name, onlyKey ?? null],
  );
  const result: Replayed = { applied: 0, remaining: [] };
  for (const { topic, partition, key } of keys) {
    try {
      while (await dataSource.transaction((tx) => replayNext(tx, consumer, topic, partition, key))) result.applied += 1;
    } catch (error) {
      result.remaining.push({ key, error: (error as Error).message });
    }
  }
  return result;
}

/** @returns false when nothing of this key is parked any more */
async function replayNext(
  tx: EntityManager,
  consumer: ConsumerDefinition,
  topic: string,
  partition: number,
  key: string | null,
): Promise<boolean> {
  // The live consumer decides under this lock whether a key is blocked: nothing can be parked behind our back.
  await lockPositions(tx, consumer.name, topic, partition);
  const rows: ParkedRow[] = await tx.query(
    `SELECT topic, partition, message_offset, key, headers, value FROM parked_event
     WHERE consumer = $1 AND topic = $2 AND partition = $3 AND key IS NOT DISTINCT FROM $4
     ORDER BY message_offset LIMIT 1`,
    [consumer.name, topic, partition, key],
  );
  const row = rows[0];
  if (!row) return false;
  const record: RawRecord = { ...row, offset: BigInt(row.message_offset) };
  const eventClass = consumer.events.get(typeOf(record));
  if (!eventClass) throw new MalformedEvent(`${consumer.name} does not read ${typeOf(record)}`);
  const events = await claimSequences(tx, consumer.name, topic, [readEvent(record, eventClass)]);
  if (events.length > 0) await consumer.handle(tx, events);
  await tx.query(
    'DELETE FROM parked_event WHERE consumer = $1 AND topic = $2 AND partition = $3 AND message_offset = $4',
    [consumer.name, topic, partition, row.message_offset],
  );
  return true;
}

/** One parked event as an operator sees it. */
export interface ParkedEvent {
  consumer: string;
  topic: string;
  partition: number;
  offset: string;
  key: string | null;
  type: string | null;
  error: string;
  attempts: number;
  parkedAt: string;
}

/** Parked events in the order of the log, of one consumer or all. */
export async function listParked(dataSource: DataSource, consumer?: string): Promise<ParkedEvent[]> {
  return dataSource.query(
    `SELECT consumer, topic, partition, message_offset AS "offset", key, headers ->> 'ce_type' AS type, error, attempts,
            parked_at AS "parkedAt"
     FROM parked_event WHERE $1::text IS NULL OR consumer = $1
     ORDER BY consumer, topic, partition, message_offset`,
    [consumer ?? null],
  );
}

/**
 * Takes one parked event out of the way, keeping it with the reason and who decided; those behind it stay parked until
 * they are replayed.
 * @returns false when there is no such event
 */
export async function discardParked(
  dataSource: DataSource,
  at: { consumer: string; topic: string; partition: number; offset: bigint },
  reason: string,
  discardedBy: string,
): Promise<boolean> {
  const rows: unknown[] = await dataSource.query(
    `WITH gone AS (
       DELETE FROM parked_event WHERE consumer = $1 AND topic = $2 AND partition = $3 AND message_offset = $4 RETURNING *
     )
     INSERT INTO discarded_event (consumer, topic, partition, message_offset, key, headers, value, error, reason, discarded_by)
     SELECT consumer, topic, partition, message_offset, key, headers, value, error, $5, $6 FROM gone RETURNING 1`,
    [at.consumer, at.topic, at.partition, at.offset.toString(), reason, discardedBy],
  );
  return rows.length === 1;
}
