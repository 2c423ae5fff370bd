import type { LoggerService } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

/** For how many days a repeated request gets the answer of the first, at least. */
export const IDEMPOTENCY_KEPT_DAYS = 7;
const EVERY_MS = 60 * 60 * 1_000;
/** Few enough for one statement to be quick. */
const AT_ONCE = 5_000;

/** Takes keys away that are older than anybody repeats a request: now, and every hour until it is stopped. */
export async function forgetIdempotencyKeys(
  dataSource: DataSource,
  logger: LoggerService,
  stopped: AbortSignal,
): Promise<void> {
  while (!stopped.aborted) {
    try {
      while ((await forgetSome(dataSource)) === AT_ONCE && !stopped.aborted);
    } catch (error) {
      logger.warn(`Old idempotency keys stay for another hour: ${(error as Error).message}`);
    }
    await pause(EVERY_MS, undefined, { signal: stopped }).catch(() => undefined); // stopped: the loop ends
  }
}

/** @returns how many it took away */
async function forgetSome(dataSource: DataSource): Promise<number> {
  const [, count]: [unknown, number] = await dataSource.query(
    `DELETE FROM idempotency_key WHERE (actor_id, key) IN (
       SELECT actor_id, key FROM idempotency_key
       WHERE created_at < now() - interval '${IDEMPOTENCY_KEPT_DAYS} days' ORDER BY created_at LIMIT ${AT_ONCE})`,
  );
  return count;
}
