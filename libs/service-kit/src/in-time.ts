import { DomainError } from './domain-error.js';

/**
 * The result of a question if it comes within so many milliseconds.
 * @throws {DomainError} unavailable `engine-unavailable` when it does not; what was asked goes on
 */
export async function inTime<T>(question: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DomainError('unavailable', 'engine-unavailable', 'The database does not answer in time')),
      ms,
    );
  });
  try {
    return await Promise.race([question, late]);
  } finally {
    clearTimeout(timer);
  }
}
