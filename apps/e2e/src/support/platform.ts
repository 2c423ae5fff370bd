import { CATALOGUE, SERVICES, type ServiceName } from '@polyphony/contracts';
import { databaseUrl, provision, serviceUrls, withClient } from '@polyphony/engines';
import {
  ApiDescription,
  eventually,
  HttpClient,
  shortId,
  STAFF,
  testEngines,
  testIssuer,
  testTopics,
  type TestActor,
  type TestTopics,
} from '@polyphony/testing';
import type { QueryResultRow } from 'pg';
import { environment } from '../config.js';
import { runVerb, ServiceProcess } from './service-process.js';

/** All four services as processes, on a database and topics of their own. */
export class Platform {
  private constructor(
    private readonly database: string,
    private readonly topics: TestTopics,
    private readonly processes: Map<ServiceName, ServiceProcess>,
  ) {}

  /** @param settings what all services are told besides */
  static async start(settings: NodeJS.ProcessEnv = {}): Promise<Platform> {
    const { databaseUrl: server } = testEngines();
    const database = `story_${shortId()}`;
    await provision(server, database, [...SERVICES]);
    const topics = await testTopics(CATALOGUE.map(({ topic }) => topic));
    const issuer = await testIssuer();
    const processes = new Map<ServiceName, ServiceProcess>();
    await Promise.all(
      SERVICES.map(async (service) => {
        const urls = serviceUrls(server, database, service);
        const env = {
          PATH: environment()['PATH'],
          DATABASE_URL: urls.runtime,
          DATABASE_OWNER_URL: urls.owner,
          KAFKA_BROKERS: topics.brokers.join(','),
          TOPIC_PREFIX: topics.prefix,
          ...issuer.environment,
          ...settings,
        };
        await runVerb(service, ['migrate'], env);
        processes.set(service, await ServiceProcess.start(service, env));
      }),
    );
    return new Platform(database, topics, processes);
  }

  /** A service as this actor calls it; the network's office by default. */
  as(service: ServiceName, actor: TestActor = STAFF): HttpClient {
    return new HttpClient(this.urlOf(service), actor, ApiDescription.of(service));
  }

  get brokers(): string[] {
    return this.topics.brokers;
  }

  /** What topic names begin with. */
  get topicPrefix(): string {
    return this.topics.prefix;
  }

  /** Resolves when everything that was committed is on Kafka. */
  async published(): Promise<void> {
    const { databaseUrl: server } = testEngines();
    for (const service of SERVICES)
      await withClient(serviceUrls(server, this.database, service).runtime, (client) =>
        eventually(async () => expect((await client.query('SELECT 1 FROM outbox LIMIT 1')).rows).toEqual([])),
      );
  }

  urlOf(service: ServiceName): string {
    return this.processes.get(service)!.url;
  }

  /** What it has logged so far. */
  logOf(service: ServiceName): string {
    return this.processes.get(service)!.log;
  }

  /** Where it answers a scraper, when it was told a port for that. */
  managementUrlOf(service: ServiceName): string | undefined {
    return this.processes.get(service)!.managementUrl;
  }

  /** Rows of a statement that the superuser runs. */
  query<Row extends QueryResultRow>(sql: string, params?: unknown[]): Promise<Row[]> {
    const { databaseUrl: server } = testEngines();
    return withClient(databaseUrl(server, this.database).href, async (client) => {
      return (await client.query<Row>(sql, params)).rows;
    });
  }

  async remove(): Promise<void> {
    const { databaseUrl: server } = testEngines();
    await Promise.all([...this.processes.values()].map((process) => process.stop()));
    await this.topics.drop();
    await withClient(databaseUrl(server, 'postgres').href, (admin) =>
      admin.query(`DROP DATABASE IF EXISTS ${this.database} WITH (FORCE)`),
    );
  }
}
