import type { EntityManager } from 'typeorm';
import type { Received } from './cloud-event.js';

/**
 * Keeps the last sequence of each key, in the transaction of the effect.
 * @returns the events above what this consumer had handled of their key; the others were sent again
 */
export async function claimSequences<T extends Received>(
  tx: EntityManager,
  consumer: string,
  topic: string,
  events: T[],
): Promise<T[]> {
  if (events.length === 0) return events;
  const last = new Map<string, number>();
  for (const { key, sequence } of events) last.set(key, Math.max(sequence, last.get(key) ?? 0));
  const claimed: { key: string; before: string | null }[] = await tx.query(
    `INSERT INTO handled_sequence AS stored (consumer, topic, key, sequence)
     SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[])
     ON CONFLICT (key, topic, consumer) DO UPDATE SET sequence = greatest(stored.sequence, excluded.sequence)
     RETURNING key, old.sequence AS before`,
    [consumer, topic, [...last.keys()], [...last.values()]],
  );
  const handled = new Map(claimed.map(({ key, before }) => [key, Number(before ?? 0)]));
  return events.filter(({ key, sequence }) => {
    if (sequence <= handled.get(key)!) return false;
    handled.set(key, sequence);
    return true;
  });
}
