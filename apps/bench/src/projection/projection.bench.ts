import { migrate } from '@polyphony/service-kit';
import { duel, type Duel } from '../interleaved.js';
import { messageOf, partnerEvents, sendRaw, TOPIC } from '../partner-events.js';
import type { World } from '../world.js';
import { parseAll } from './no-op-consumer.js';
import { projectAll } from './our-strategy.js';
import { projection } from './services.js';
import { PREFIX, projectWithStockServer } from './stock-server.js';

/** Enough that joining the group, which both sides pay, weighs little. */
const EVENTS = 200_000;
/** The stock server commits once an event; more would only take longer. */
const STOCK_EVENTS = 3_000;

export interface ProjectionFigures {
  /** Events a second into a copy, beside a consumer that only parses. */
  besideNoOp: Duel;
  /** The same, beside Nest's stock Kafka server with the same effect. */
  besideStock: Duel;
}

export async function projections(world: World): Promise<ProjectionFigures> {
  const topic = PREFIX + TOPIC;
  await world.createTopics([topic]);
  await sendRaw(world.kafka, topic, partnerEvents(EVENTS).map(messageOf));
  const urls = await world.urlsOf(projection.name);
  await migrate(urls.owner, projection.migrations);
  const pool = await world.poolOf(projection.name);
  const ours = async (): Promise<number> => EVENTS / (await projectAll(world, pool, PREFIX, EVENTS));
  try {
    return {
      besideNoOp: await duel(ours, async () => EVENTS / (await parseAll(world.kafka, topic, EVENTS))),
      besideStock: await duel(
        ours,
        async () => STOCK_EVENTS / (await projectWithStockServer(world, urls.runtime, STOCK_EVENTS)),
      ),
    };
  } finally {
    await pool.end();
  }
}
