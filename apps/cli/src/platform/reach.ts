import { databaseUrl } from '@polyphony/engines';
import { logEnds, type LogEnd } from '@polyphony/messaging';
import { Client } from 'pg';
import type { CliConfig } from '../config.js';
import type { EngineAddresses } from './service-program.js';
import { kafkaOf, topicNames } from './topics.js';

const PATIENCE_MS = 5_000;

/** An engine as it was found. */
export interface Reached {
  name: 'PostgreSQL' | 'Kafka';
  address: string;
  /** Why it cannot be reached; absent when it answers. */
  fault?: string;
}

/** Engines that somebody else runs, given by DATABASE_URL and KAFKA_BROKERS. */
export function givenEngines({ DATABASE_URL, KAFKA_BROKERS }: NodeJS.ProcessEnv): EngineAddresses | undefined {
  return DATABASE_URL && KAFKA_BROKERS
    ? { databaseUrl: DATABASE_URL, brokers: KAFKA_BROKERS.split(',').map((broker) => broker.trim()) }
    : undefined;
}

/** Asks PostgreSQL for its version, in the services' database. */
export async function reachPostgres(
  config: CliConfig,
  engines: EngineAddresses,
): Promise<Reached & { version?: string }> {
  const url = databaseUrl(engines.databaseUrl, config.database);
  const client = new Client({
    connectionString: url.href,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  const reached = { name: 'PostgreSQL', address: url.host } as const;
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return { ...reached, version: rows[0]!.server_version };
  } catch (error) {
    return { ...reached, fault: faultOf(error) };
  } finally {
    await client.end().catch(() => undefined); // it may never have begun
  }
}

/** Asks Kafka for the ends of the logs of the catalogue. */
export async function reachKafka(
  config: CliConfig,
  { brokers }: EngineAddresses,
): Promise<Reached & { ends?: Map<string, LogEnd[]> }> {
  const reached = { name: 'Kafka', address: brokers.join(', ') } as const;
  try {
    return { ...reached, ends: await logEnds(kafkaOf(config, brokers), topicNames(config.topicPrefix)) };
  } catch (error) {
    return { ...reached, fault: faultOf(error) };
  }
}

/**
 * Says which engine is out of reach when that is why some work fails, in place of whatever the work met.
 * @throws Error with a sentence and what to do; otherwise what the work throws
 */
export async function naming<T>(config: CliConfig, engines: EngineAddresses, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const all = await Promise.all([reachPostgres(config, engines), reachKafka(config, engines)]);
    const away = all.filter(({ fault }) => fault !== undefined);
    if (away.length === 0) throw error;
    const sentences = away.map(({ name, address, fault }) => `${name} at ${address} cannot be used: ${fault}.`);
    throw new Error(
      [...sentences, '"npx polyphony doctor" looks at everything, "npx polyphony up" starts what is missing.'].join(
        '\n',
      ),
      { cause: error },
    );
  }
}

/** Without a message when several addresses were tried, as those of localhost are. */
function faultOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(faultOf).join(', ');
  return (error as Error).message;
}
