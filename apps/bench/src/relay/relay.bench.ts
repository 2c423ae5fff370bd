import { ConsoleLogger } from '@nestjs/common';
import { CREATE_MESSAGING_TABLES, Relay } from '@polyphony/messaging';
import { Client, type Pool } from 'pg';
import { duel, type Duel } from '../interleaved.js';
import { messageOf, partnerEvents, sendRaw, TOPIC, type PartnerEvent } from '../partner-events.js';
import type { World } from '../world.js';

const EVENTS = 20_000;
const POLL_MS = 5;
const SERVICE = 'bench-relay';
const PREFIX = 'relay.';

/** Events a second from the outbox to Kafka's acknowledgement, beside a bare producer that sends the same messages. */
export async function relayBesideRawProducer(world: World): Promise<Duel> {
  const urls = await world.urlsOf(SERVICE);
  const owner = new Client({ connectionString: urls.owner });
  await owner.connect();
  await owner.query(CREATE_MESSAGING_TABLES);
  await owner.end();
  await world.createTopics([PREFIX + TOPIC]);
  const pool = await world.poolOf(SERVICE);
  const relay = new Relay({
    databaseUrl: urls.runtime,
    pool,
    kafka: world.kafkaOptions,
    topicPrefix: PREFIX,
    logger: new ConsoleLogger(),
  });
  relay.start();
  const messages = partnerEvents(EVENTS).map(messageOf);
  try {
    return await duel(
      async () => EVENTS / (await relayed(pool, relay, partnerEvents(EVENTS))),
      async () => EVENTS / (await sendRaw(world.kafka, PREFIX + TOPIC, messages)),
    );
  } finally {
    await relay.stop();
    await pool.end();
  }
}

/** @returns seconds from the COMMIT that fills the outbox until it is empty */
async function relayed(pool: Pool, relay: Relay, events: PartnerEvent[]): Promise<number> {
  await pool.query(
    `INSERT INTO outbox (id, type, topic, key, sequence, occurred_at, data)
     SELECT id, type, $1, key, sequence, now(), data
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[]) AS event (id, type, key, sequence, data)`,
    [
      TOPIC,
      events.map((event) => event.id),
      events.map((event) => event.type),
      events.map((event) => event.key),
      events.map((event) => event.sequence),
      events.map((event) => event.data),
    ],
  );
  const began = performance.now();
  relay.wake();
  while ((await pool.query('SELECT FROM outbox LIMIT 1')).rowCount !== 0)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  return (performance.now() - began) / 1_000;
}
