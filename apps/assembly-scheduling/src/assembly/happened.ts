import { CLOCK_SKEW_MS, DomainError } from '@polyphony/service-kit';

/**
 * What is reported has happened, and not before what came before it; it may be long ago, in waves that are imported.
 * @throws {DomainError} invalid, at the pointer
 */
export function requireHappened(pointer: string, at: Date, before: Date | null, now: Date): void {
  if (at.getTime() > now.getTime() + CLOCK_SKEW_MS)
    throw new DomainError(
      'invalid',
      'happened-in-future',
      `It is ${now.toISOString()} here: this has not happened yet`,
      [{ pointer, detail: 'is in the future' }],
    );
  if (before !== null && at < before)
    throw new DomainError('invalid', 'happened-out-of-order', `What came before happened at ${before.toISOString()}`, [
      { pointer, detail: 'is before what came before' },
    ]);
}
