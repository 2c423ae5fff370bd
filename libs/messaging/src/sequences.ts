import type { EntityManager } from 'typeorm';
import type { Received } from './cloud-event.js';

/** The last sequence of each of these keys whose effect this consumer has stored. */
export async function handledSequences(
  tx: EntityManager,
  consumer: string,
  topic: string,
  keys: string[],
): Promise<Map<string, number>> {
  const rows: { key: string; sequence: string }[] = await tx.query(
    'SELECT key, sequence FROM handled_sequence WHERE consumer = $1 AND topic = $2 AND key = ANY($3)',
    [consumer, topic, keys],
  );
  return new Map(rows.map((row) => [row.key, Number(row.sequence)]));
}

/** Keeps the last sequence of each key, in the transaction of the effect. */
export async function rememberSequences(
  tx: EntityManager,
  consumer: string,
  topic: string,
  events: Received[],
): Promise<void> {
  if (events.length === 0) return;
  const last = new Map(events.map((event) => [event.key, event.sequence]));
  await tx.query(
    `INSERT INTO handled_sequence (consumer, topic, key, sequence)
     SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[])
     ON CONFLICT (consumer, topic, key) DO UPDATE SET sequence = excluded.sequence`,
    [consumer, topic, [...last.keys()], [...last.values()]],
  );
}
