import { CATALOGUE, topicOf, type EventClass } from '@polyphony/contracts';
import { appendToOutbox, readLog, Relay, type LogRecord } from '@polyphony/messaging';
import {
  createService,
  parseConfig,
  ServiceConfig,
  type ServiceApp,
  type ServiceDefinition,
} from '@polyphony/service-kit';
import { DataSource } from 'typeorm';
import { ApiDescription } from './api-description.js';
import { HttpClient } from './http-client.js';
import { STAFF, testIssuer } from './test-issuer.js';
import { testDatabase, type TestDatabase } from './test-database.js';
import { testTopics, type TestTopics } from './test-topics.js';

/** A whole service in this process, on a database and topics of its own. */
export interface TestService extends ServiceApp {
  url: string;
  /** Called by the network's office; `http.as(…)` for others. */
  http: HttpClient;
  database: TestDatabase;
  topics: TestTopics;
  /** Publishes an event of another service as if it had done so: through an outbox, the relay and Kafka. */
  publish(event: object, subject: { id: string; version: number }): Promise<void>;
  /**
   * What stands on the topic of an event class, oldest first within a partition, each once although it may have been sent
   * again; data are null without a value.
   */
  published(eventClass: { readonly type: string }): Promise<(LogRecord & { data: unknown })[]>;
  /** Another process' worth of the same service, on the same database and topics; the caller stops it. */
  replica(env?: NodeJS.ProcessEnv): Promise<ServiceApp>;
  /** Stops the service and removes its database and topics. */
  remove(): Promise<void>;
}

/** Starts a service as `serve` does; `topicNames` are those that the spec needs, by default the whole catalogue's. */
export async function testService(
  definition: ServiceDefinition,
  env: NodeJS.ProcessEnv = {},
  topicNames: string[] = CATALOGUE.map(({ topic }) => topic),
): Promise<TestService> {
  const database = await testDatabase({ service: definition.name, migrations: [...definition.migrations] });
  const topics = await testTopics(topicNames);
  const issuer = await testIssuer();
  const configFrom = (changes: NodeJS.ProcessEnv) =>
    parseConfig(ServiceConfig, {
      DATABASE_URL: database.runtimeUrl,
      KAFKA_BROKERS: topics.brokers.join(','),
      TOPIC_PREFIX: topics.prefix,
      LOG_LEVEL: 'error',
      ...issuer.environment,
      ...changes,
    });
  const service = await createService(definition, configFrom(env));
  const url = await service.start();
  const manager = service.app.get(DataSource).manager;
  const kafka = { brokers: topics.brokers, clientId: 'testing' };
  return {
    ...service,
    url,
    http: new HttpClient(url, STAFF, ApiDescription.of(definition.name)),
    database,
    topics,
    publish: async (event, subject) => {
      await manager.transaction((tx) => appendToOutbox(tx, event, subject, new Date()));
      service.app.get(Relay).wake();
    },
    published: async (eventClass) => {
      const records = await readLog(kafka, topics.topic(topicOf((eventClass as EventClass).type)));
      // A broker that hosts one of two fresh topics and not yet the other makes the relay send both again.
      const sentOnce = new Map(records.toReversed().map((record) => [record.headers['ce_id'], record]));
      return records
        .filter((record) => record.headers['ce_type'] === eventClass.type)
        .filter((record) => sentOnce.get(record.headers['ce_id']) === record)
        .map((record) => ({ ...record, data: JSON.parse(record.value?.toString('utf8') ?? 'null') as unknown }));
    },
    replica: async (changes = {}) => {
      const replica = await createService(definition, configFrom(changes));
      await replica.start();
      return replica;
    },
    remove: async () => {
      await service.stop();
      await database.drop();
      await topics.drop();
    },
  };
}
