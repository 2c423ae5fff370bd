import { IDEMPOTENCY_KEPT_DAYS } from '@polyphony/service-kit';

/**
 * Whether commands that were first given then can be repeated without doing anything twice: services keep the keys of
 * commands for some days.
 * @param first RFC 3339
 */
export function knownAgain(first: string, now = Date.now()): boolean {
  return now - Date.parse(first) < IDEMPOTENCY_KEPT_DAYS * 86_400_000;
}

/** What can be said to somebody whose unfinished work is older than that. */
export function forgotten(work: string, begun: string): string {
  return (
    `${work} was begun on ${begun.slice(0, 10)} and never finished, and services know its steps again for ${IDEMPOTENCY_KEPT_DAYS} days ` +
    'only: begin anew with empty data, as in another folder (POLYPHONY_FOLDER).'
  );
}
