import { createService, parseConfig, ServiceConfig } from '@polyphony/service-kit';
import type { Pool } from 'pg';
import type { World } from '../world.js';
import { projection } from './services.js';

const POLL_MS = 20;
let runs = 0;

/** A fresh group reads the whole topic into an empty copy. @returns seconds from joining to the last COMMIT */
export async function projectAll(world: World, pool: Pool, topicPrefix: string, events: number): Promise<number> {
  await pool.query('DELETE FROM partner_copy');
  await pool.query('DELETE FROM handled_sequence');
  await pool.query('DELETE FROM consumer_position');
  const env = { ...(await world.environmentOf(projection.name, topicPrefix)), ROLES: 'consumers' };
  const name = `${projection.name}-${(runs += 1)}`;
  const service = await createService({ ...projection, name }, parseConfig(ServiceConfig, env));
  const began = performance.now();
  await service.start();
  while ((await handled(pool)) < events) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  const seconds = (performance.now() - began) / 1_000;
  await service.stop();
  return seconds;
}

async function handled(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ sum: string | null }>('SELECT sum(next_offset) FROM consumer_position');
  return Number(rows[0]!.sum);
}
