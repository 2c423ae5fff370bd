import { appendToOutbox, Relay } from '@polyphony/messaging';
import { PartnerActivated } from '@polyphony/contracts';
import { createService, migrate, parseConfig, ServiceConfig } from '@polyphony/service-kit';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { quantile } from '../interleaved.js';
import { TOPIC } from '../partner-events.js';
import { telling, VISIBLE } from '../projection/services.js';
import type { World } from '../world.js';

const PREFIX = 'latency.';
const PER_SECOND = 500;
const SECONDS = 20;
const WARM_UP_SECONDS = 5;
const TICK_MS = 20;

/** Milliseconds from the answer to a COMMIT until the copy that follows shows the change. */
export interface Latency {
  perSecond: number;
  events: number;
  p50: number;
  p99: number;
}

/** Changes committed one by one at a steady rate, through outbox, relay, Kafka and consumer into a copy. */
export async function latency(world: World): Promise<Latency> {
  await world.createTopics([PREFIX + TOPIC]);
  const urls = await world.urlsOf(telling.name);
  await migrate(urls.owner, telling.migrations);
  const config = parseConfig(ServiceConfig, await world.environmentOf(telling.name, PREFIX));
  const service = await createService(telling, config);
  const committed = new Map<string, number>();
  const visible = new Map<string, number>();
  const listener = new Client({ connectionString: urls.runtime });
  listener.on('notification', ({ payload }) => visible.set(payload!, performance.now()));
  await listener.connect();
  await listener.query(`LISTEN ${VISIBLE}`);
  await service.start();
  const dataSource = service.app.get(DataSource);
  const relay = service.app.get(Relay);
  const change = async (): Promise<void> => {
    const partnerId = uuid();
    const event = new PartnerActivated({
      partnerId,
      standing: 'fellow',
      country: 'KE',
      region: 'africa',
      activatedAt: new Date().toISOString(),
    });
    await dataSource.transaction((tx) => appendToOutbox(tx, event, { id: partnerId, version: 1 }, new Date()));
    committed.set(partnerId, performance.now());
    relay.wake();
  };
  await atRate(change, WARM_UP_SECONDS);
  await allVisible(committed, visible);
  committed.clear();
  await atRate(change, SECONDS);
  await allVisible(committed, visible);
  await listener.end();
  await service.stop();
  const waits = [...committed].map(([key, at]) => visible.get(key)! - at);
  return { perSecond: PER_SECOND, events: waits.length, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99) };
}

/** Starts work at the wanted rate whether or not earlier work has ended; resolves when all of it has. */
async function atRate(work: () => Promise<void>, seconds: number): Promise<void> {
  const began = performance.now();
  const working: Promise<void>[] = [];
  while (working.length < PER_SECOND * seconds) {
    const due = Math.min(PER_SECOND * seconds, ((performance.now() - began) / 1_000) * PER_SECOND);
    while (working.length < due) working.push(work());
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(working);
}

async function allVisible(committed: Map<string, number>, visible: Map<string, number>): Promise<void> {
  while ([...committed.keys()].some((key) => !visible.has(key)))
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
}
