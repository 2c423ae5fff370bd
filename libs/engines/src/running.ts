/** How PostgreSQL is asked to stop: `fast` ends sessions and checkpoints, `immediate` is a crash with recovery. */
export type StopMode = 'fast' | 'immediate';

/** An engine that tests may stop, crash and start again; its address stays the same. */
export interface RunningEngine {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Stands still: what connects is not refused, and nothing is answered. */
  pause(): Promise<void>;
  /** Goes on after `pause`. */
  resume(): Promise<void>;
  /** Ends it without ceremony and removes its data. */
  remove(): Promise<void>;
}

/** A PostgreSQL server. */
export interface RunningPostgres extends RunningEngine {
  /** Superuser URL of the maintenance database. */
  readonly url: string;
  stop(mode?: StopMode): Promise<void>;
  restart(mode?: StopMode): Promise<void>;
}

/** A single Kafka broker. */
export interface RunningKafka extends RunningEngine {
  readonly brokers: string[];
}

/** Waits until both have started; when one does not, ends the other before the error is thrown. */
export async function bothRunning<A, B>(
  a: Promise<A>,
  b: Promise<B>,
  end: (engine: A | B) => Promise<void>,
): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  if (first.status === 'fulfilled') await end(first.value);
  if (second.status === 'fulfilled') await end(second.value);
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason;
}
