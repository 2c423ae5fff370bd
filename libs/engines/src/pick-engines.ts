/** Which engines this run uses. */
export type EngineChoice =
  { kind: 'given'; databaseUrl: string; brokers: string[] } | { kind: 'embedded' } | { kind: 'containers' };

/** What this machine can run; asked only when the environment leaves it open. */
export interface Machine {
  /** Java in a version that Kafka runs on. */
  hasJava(): Promise<boolean>;
  /** A Docker engine that answers. */
  hasDocker(): Promise<boolean>;
}

/**
 * The one rule: engines given by `DATABASE_URL` and `KAFKA_BROKERS` are used; otherwise `POLYPHONY_ENGINES` decides;
 * otherwise Java means embedded and a Docker engine means containers. Throws one sentence with the remedy.
 */
export async function pickEngines(env: NodeJS.ProcessEnv, machine: Machine): Promise<EngineChoice> {
  const { DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers, POLYPHONY_ENGINES: wish } = env;
  if (databaseUrl && brokers) return { kind: 'given', databaseUrl, brokers: brokers.split(',').map((it) => it.trim()) };
  if (databaseUrl) throw new Error('DATABASE_URL is set but KAFKA_BROKERS is not: set both or none.');
  if (brokers) throw new Error('KAFKA_BROKERS is set but DATABASE_URL is not: set both or none.');
  if (wish === 'embedded' || wish === 'containers') return { kind: wish };
  if (wish) throw new Error(`POLYPHONY_ENGINES is "${wish}": set it to "embedded" or "containers", or leave it unset.`);
  if (await machine.hasJava()) return { kind: 'embedded' };
  if (await machine.hasDocker()) return { kind: 'containers' };
  throw new Error(
    'Neither Java 17 or newer nor a Docker engine was found: install one of them, or set DATABASE_URL and KAFKA_BROKERS.',
  );
}
