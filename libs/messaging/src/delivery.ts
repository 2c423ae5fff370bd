import { eventClassOf } from '@polyphony/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { MalformedEvent, readEvent, typeOf, type RawRecord, type Received } from './cloud-event.js';
import type { ConsumerDefinition } from './consumer.js';
import { heldBack, parkRecords, type ParkedRecord } from './parking.js';
import { hasAppended } from './outbox.js';
import { movePosition, type PartitionOfConsumer } from './positions.js';
import { claimSequences } from './sequences.js';
import { storable } from './storable.js';

/** Consecutive records of one partition and the position after them. */
export interface Batch {
  records: RawRecord[];
  /** Where the consumer stands before them. */
  from: bigint;
  /** Where it stands afterwards. */
  next: bigint;
}

/** A record that failed alone, with what it failed of. */
export interface Poison {
  error: Error;
  attempts: number;
}

/** What a committed delivery leaves to do. */
export interface Delivered {
  /** Its effects have appended events, so the relay must be woken. */
  appended: boolean;
  /** Records that are parked for what they are, not because they wait behind another. */
  failed: ParkedRecord[];
}

/**
 * Applies a batch: position, sequences, effect and parked records in one transaction, so that each effect happens
 * exactly once whatever Kafka, kafkajs or a zombie does. With `poison`, the first record is parked instead of handled.
 *
 * The COMMIT does not wait for the disk: what a crash of the server forgets, it forgets together with the position, and
 * Kafka still has it. Only an effect that appends events waits, because the relay must not publish what can be forgotten.
 * @throws {PositionMoved} and whatever the handler throws; then nothing has happened
 */
export async function deliver(
  dataSource: DataSource,
  consumer: ConsumerDefinition,
  at: PartitionOfConsumer,
  batch: Batch,
  poison?: Poison,
): Promise<Delivered> {
  return dataSource.transaction(async (tx) => {
    await movePosition(tx, at, batch.from, batch.next);
    const sorted = await sortRecords(tx, consumer, at, batch, poison);
    const events = await claimSequences(tx, consumer.name, at.topic, sorted.events);
    if (events.length > 0) await consumer.handle(tx, events);
    await parkRecords(tx, consumer.name, sorted.parked);
    await recordUnknown(tx, consumer.name, sorted.unknown);
    const appended = hasAppended(tx);
    if (appended) await tx.query('SET LOCAL synchronous_commit = on');
    return { appended, failed: sorted.parked.filter(({ attempts }) => attempts > 0) };
  });
}

interface Sorted {
  events: Received[];
  parked: ParkedRecord[];
  unknown: string[];
}

/**
 * What of a batch can be applied, what must be parked (malformed, or behind a parked event of its key), what is unknown. What an
 * operator has discarded stays out when a rebuild meets it again.
 */
async function sortRecords(
  tx: EntityManager,
  consumer: ConsumerDefinition,
  at: PartitionOfConsumer,
  batch: Batch,
  poison?: Poison,
): Promise<Sorted> {
  const { parked, discarded } = await heldBack(tx, at, batch);
  const sorted: Sorted = { events: [], parked: [], unknown: [] };
  for (const [index, record] of batch.records.entries()) {
    if (discarded.has(record.offset)) continue;
    const waits = parked.size > 0 && record.key !== null && parked.has(storable(record.key));
    try {
      if (poison && index === 0) throw poison.error;
      const type = typeOf(record);
      const eventClass = consumer.events.get(type);
      if (!eventClass) {
        if (!eventClassOf(type)) sorted.unknown.push(type);
        continue;
      }
      if (waits) {
        sorted.parked.push({ record, error: 'waits behind a parked event of its key', attempts: 0 });
        continue;
      }
      sorted.events.push(readEvent(record, eventClass));
    } catch (error) {
      const isPoison = poison !== undefined && index === 0;
      if (!isPoison && !(error instanceof MalformedEvent)) throw error;
      sorted.parked.push({ record, error: (error as Error).message, attempts: isPoison ? poison.attempts : 1 });
      if (record.key !== null) parked.add(storable(record.key));
    }
  }
  return sorted;
}

async function recordUnknown(tx: EntityManager, consumer: string, types: string[]): Promise<void> {
  if (types.length === 0) return;
  await tx.query(
    `INSERT INTO unknown_event_type AS known (consumer, type, seen)
     SELECT $1, type, count(*) FROM unnest($2::text[]) AS type GROUP BY type ORDER BY type
     ON CONFLICT (consumer, type) DO UPDATE SET seen = known.seen + excluded.seen, last_seen_at = now()`,
    [consumer, types.map(storable)],
  );
}
