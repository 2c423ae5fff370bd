import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { provision, serviceUrls, startEngines, type Engines, type ServiceUrls } from '@polyphony/engines';
import { createTopics, KEEP_EVERYTHING, type KafkaOptions } from '@polyphony/messaging';
import { LocalIssuer } from '@polyphony/service-kit';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { endPrograms } from './children.js';
import { environment } from './config.js';

export const ROOT = resolve(import.meta.dirname, '../../..');
const DATABASE = 'bench';

/** Durable engines of this run alone, and what every measurement asks of them. */
export class World {
  readonly kafka: Kafka;
  readonly kafkaOptions: KafkaOptions;

  private constructor(
    readonly folder: string,
    readonly engines: Engines,
    readonly issuer: LocalIssuer,
  ) {
    this.kafkaOptions = { brokers: engines.brokers, clientId: 'bench' };
    this.kafka = new Kafka({ ...this.kafkaOptions, logLevel: logLevel.NOTHING });
  }

  /**
   * Works with a world that is gone afterwards, with every program that was started for it, however the work ends.
   * @throws Error of the work, one that nobody caught, or one for the signal that ended it
   */
  static async during(work: (world: World) => Promise<void>): Promise<void> {
    const folder = join(ROOT, '.polyphony', `bench-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    const broken = brokenOff();
    let engines: Engines | undefined;
    try {
      engines = await startEngines({ env: environment(), folder: join(folder, 'engines') });
      const world = new World(folder, engines, await LocalIssuer.open(join(folder, 'issuer')));
      await Promise.race([work(world), broken]);
    } finally {
      await endPrograms();
      await engines?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Schema and roles of a service, made when they are missing. */
  async urlsOf(service: string): Promise<ServiceUrls> {
    await provision(this.engines.databaseUrl, DATABASE, [service]);
    return serviceUrls(this.engines.databaseUrl, DATABASE, service);
  }

  /** The environment of a service's program. */
  async environmentOf(service: string, topicPrefix: string): Promise<NodeJS.ProcessEnv> {
    const urls = await this.urlsOf(service);
    return {
      PATH: environment()['PATH'],
      DATABASE_URL: urls.runtime,
      DATABASE_OWNER_URL: urls.owner,
      KAFKA_BROKERS: this.engines.brokers.join(','),
      TOPIC_PREFIX: topicPrefix,
      LOG_LEVEL: 'error',
      ...this.issuer.environment,
    };
  }

  async createTopics(names: string[]): Promise<void> {
    await createTopics(
      this.kafkaOptions,
      names.map((topic) => ({ topic, config: KEEP_EVERYTHING })),
    );
  }

  /** A pool of a service's runtime role, with as many connections as a service has. */
  async poolOf(service: string): Promise<Pool> {
    return new Pool({ connectionString: (await this.urlsOf(service)).runtime, max: 8 });
  }

  async postgresVersion(): Promise<string> {
    const pool = new Pool({ connectionString: this.engines.databaseUrl, max: 1 });
    const { rows } = await pool.query<{ server_version: string }>('SHOW server_version');
    await pool.end();
    return rows[0]!.server_version.split(' ')[0]!;
  }
}

/** Rejects at an error that nobody caught, a rejection that nobody handled, or a signal. */
function brokenOff(): Promise<never> {
  const broken = new Promise<never>((_, reject) => {
    process.on('uncaughtException', reject);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => reject(new Error(`Ended by ${signal}`)));
  });
  broken.catch(() => undefined); // nobody listens while engines start
  return broken;
}
