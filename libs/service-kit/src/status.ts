import type { KafkaTransport } from '@polyphony/messaging';
import { readBacklog } from '@polyphony/messaging';
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
  const { outbox, positions, parked, unknownTypes } = await readBacklog(dataSource);
  return {
    service: definition.name,
    pendingMigrations: pending,
    outbox,
    consumers: transport.consumers().map(({ name, topics }) => ({
      name,
      topics,
      positions: positions
        .filter(({ consumer }) => consumer === name)
        .map(({ topic, partition, nextOffset }) => ({ topic, partition, nextOffset: nextOffset.toString() })),
    })),
    parked: parked.reduce((sum, { events }) => sum + events, 0),
    unknownEventTypes: [...new Set(unknownTypes.map(({ type }) => type))].sort(),
  };
}
