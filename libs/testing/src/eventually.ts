import { setTimeout as pause } from 'node:timers/promises';

/**
 * Tries the assertion until it passes and returns its result; short pauses first, then longer ones up to 250 ms.
 * At the deadline it throws what the assertion threw last.
 */
export async function eventually<T>(assertion: () => T | Promise<T>, { timeoutMs = 20_000 } = {}): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let delay = 10; ; delay = Math.min(delay * 1.5, 250)) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() + delay > deadline) throw error;
    }
    await pause(delay);
  }
}
