import type { KafkaTransport } from '@polyphony/messaging';
import { listParked } from '@polyphony/messaging';
import type { DataSource } from 'typeorm';
import { pendingMigrations } from './migrations.js';
import type { ServiceDefinition } from './service-definition.js';

/** What an operator wants to know of a service's own state. */
export interface ServiceStatus {
  service: string;
  pendingMigrations: string[];
  /** Events committed and not yet published, and the age in seconds of the oldest. */
  outbox: { waiting: number; oldestSeconds: number | null };
  consumers: {
    name: string;
    topics: readonly string[];
    positions: { topic: string; partition: number; nextOffset: string }[];
  }[];
  parked: number;
  unknownEventTypes: string[];
}

export async function statusOf(
  definition: ServiceDefinition,
  dataSource: DataSource,
  transport: KafkaTransport,
): Promise<ServiceStatus> {
  const pending = await pendingMigrations(dataSource, definition.migrations);
  if (pending.length === definition.migrations.length)
    return {
      service: definition.name,
      pendingMigrations: pending,
      outbox: { waiting: 0, oldestSeconds: null },
      consumers: [],
      parked: 0,
      unknownEventTypes: [],
    };
  const outbox: { waiting: number; oldest: number | null }[] = await dataSource.query(
    'SELECT count(*)::int AS waiting, extract(epoch FROM now() - min(occurred_at))::float AS oldest FROM outbox',
  );
  const positions: { consumer: string; topic: string; partition: number; next_offset: string }[] =
    await dataSource.query(
      'SELECT consumer, topic, partition, next_offset FROM consumer_position ORDER BY consumer, topic, partition',
    );
  const unknown: { type: string }[] = await dataSource.query(
    'SELECT DISTINCT type FROM unknown_event_type ORDER BY type',
  );
  return {
    service: definition.name,
    pendingMigrations: pending,
    outbox: { waiting: outbox[0]!.waiting, oldestSeconds: outbox[0]!.oldest },
    consumers: transport.consumers().map(({ name, topics }) => ({
      name,
      topics,
      positions: positions
        .filter((row) => row.consumer === name)
        .map((row) => ({ topic: row.topic, partition: row.partition, nextOffset: row.next_offset })),
    })),
    parked: (await listParked(dataSource)).length,
    unknownEventTypes: unknown.map((row) => row.type),
  };
}
