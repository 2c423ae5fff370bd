import type { EntityManager } from 'typeorm';

/** Where a consumer stands on one partition. */
export interface StoredPosition {
  consumer: string;
  topic: string;
  partition: number;
  nextOffset: bigint;
}

/** What of a service's events waits for something, as its own schema says. */
export interface Backlog {
  /** Events committed and not yet published, and the age in seconds of the oldest. */
  outbox: { waiting: number; oldestSeconds: number | null };
  /** In the order of consumer, topic and partition. */
  positions: StoredPosition[];
  parked: { consumer: string; events: number }[];
  /** Event types that this build passes by. */
  unknownTypes: { consumer: string; type: string }[];
}

/** Changes nothing and takes no lock. */
export async function readBacklog(db: Pick<EntityManager, 'query'>): Promise<Backlog> {
  // The oldest by seq, which the primary key has at hand; a transaction that committed late may be a little older.
  const outbox: { waiting: number; oldest: number | null }[] = await db.query(
    `SELECT count(*)::int AS waiting,
            (SELECT extract(epoch FROM clock_timestamp() - occurred_at)::float FROM outbox ORDER BY seq LIMIT 1) AS oldest
     FROM outbox`,
  );
  const positions: { consumer: string; topic: string; partition: number; next_offset: string }[] = await db.query(
    'SELECT consumer, topic, partition, next_offset FROM consumer_position ORDER BY consumer, topic, partition',
  );
  const parked: Backlog['parked'] = await db.query(
    'SELECT consumer, count(*)::int AS events FROM parked_event GROUP BY consumer ORDER BY consumer',
  );
  const unknownTypes: Backlog['unknownTypes'] = await db.query(
    'SELECT consumer, type FROM unknown_event_type ORDER BY consumer, type',
  );
  return {
    outbox: { waiting: outbox[0]!.waiting, oldestSeconds: outbox[0]!.oldest },
    positions: positions.map(({ next_offset: nextOffset, ...at }) => ({ ...at, nextOffset: BigInt(nextOffset) })),
    parked,
    unknownTypes,
  };
}
