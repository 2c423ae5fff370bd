import { CATALOGUE, type TopicKind } from '@polyphony/contracts';
import { Kafka, logLevel, type Admin, type KafkaConfig } from 'kafkajs';
import './kafkajs-timer.js';

/** How this process reaches Kafka. */
export interface KafkaOptions {
  brokers: string[];
  clientId: string;
  /** TLS and SASL settings as kafkajs takes them; absent on a local broker. */
  security?: Pick<KafkaConfig, 'ssl' | 'sasl'>;
}

/** Partitions of every topic, from birth: changing the number would move keys and break order per key. */
export const PARTITIONS = 12;

export function kafkaClient(options: KafkaOptions): Kafka {
  return new Kafka({
    clientId: options.clientId,
    brokers: options.brokers,
    ...options.security,
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 8 },
    logLevel: logLevel.NOTHING,
  });
}

/** What went wrong; a broker says nothing to those whom it does not let speak. */
export function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return message === 'Closed connection'
    ? 'Kafka has closed the connection, as it does where it demands TLS or a password: see KAFKA_TLS_CA, KAFKA_SASL_MECHANISM'
    : message;
}

/** Resolves when a broker answers a metadata request; an open port alone is not a broker that is ready. */
export async function brokersAnswer(options: KafkaOptions): Promise<void> {
  await askAtOnce(options, async (admin) => {
    const { controller } = await admin.describeCluster();
    if (controller === null || controller < 0) throw new Error('Kafka has no controller yet');
  });
}

/** Asks Kafka what it answers now or not at all: no attempt is repeated. */
export async function askAtOnce<T>(options: KafkaOptions, question: (admin: Admin) => Promise<T>): Promise<T> {
  const impatient = new Kafka({
    clientId: options.clientId,
    brokers: options.brokers,
    ...options.security,
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  return withAdmin(impatient, question);
}

async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  } finally {
    await admin.disconnect();
  }
}

/** A topic as it must exist; `config` in Kafka's own words. */
export interface TopicSpec {
  topic: string;
  config: Record<string, string>;
}

/** Event topics keep everything: any projection can be rebuilt from the log (guarantee 9). */
export const KEEP_EVERYTHING: Record<string, string> = { 'retention.ms': '-1', 'cleanup.policy': 'delete' };

/**
 * State topics keep the last record of each key. What it replaces may be compacted away at once and must be within a day,
 * so that an erasure does not wait for a segment to fill; the erasure itself is kept for a week, for readers that were away.
 */
export const KEEP_LAST: Record<string, string> = {
  'cleanup.policy': 'compact',
  'max.compaction.lag.ms': '86400000',
  'delete.retention.ms': '604800000',
};

/** How a topic of each kind is configured. */
export const TOPIC_CONFIG: Record<TopicKind, Record<string, string>> = { events: KEEP_EVERYTHING, state: KEEP_LAST };

/** Every topic of the catalogue as it must exist, under its name on a broker. */
export function catalogueTopics(prefix = ''): TopicSpec[] {
  return CATALOGUE.map(({ topic, kind }) => ({ topic: prefix + topic, config: TOPIC_CONFIG[kind] }));
}

/**
 * Creates the missing topics with {@link PARTITIONS} partitions; returns the names that it created.
 * @throws Error at once when Kafka does not answer
 */
export async function createTopics(
  options: KafkaOptions,
  topics: TopicSpec[],
  replicationFactor = 1,
): Promise<string[]> {
  await brokersAnswer(options);
  return withAdmin(kafkaClient(options), async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((spec) => !existing.has(spec.topic));
    if (missing.length > 0)
      await admin.createTopics({
        waitForLeaders: false,
        topics: missing.map((spec) => ({
          topic: spec.topic,
          numPartitions: PARTITIONS,
          replicationFactor,
          configEntries: Object.entries(spec.config).map(([name, value]) => ({ name, value })),
        })),
      });
    await leadersKnown(
      admin,
      missing.map((spec) => spec.topic),
    );
    return missing.map((spec) => spec.topic);
  });
}

/** kafkajs' own wait gives up when a broker has not heard of a topic yet; this one asks again for half a minute. */
async function leadersKnown(admin: Admin, topics: string[]): Promise<void> {
  for (let attempts = 1; topics.length > 0; attempts += 1) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics });
      const led = metadata.topics.every(
        ({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0),
      );
      if (led) return;
      if (attempts > 150) throw new Error(`Kafka has not chosen leaders for ${topics.join(', ')}`);
    } catch (error) {
      if (attempts > 150) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Deletes topics; for tests, which make their own. */
export async function deleteTopics(options: KafkaOptions, topics: string[]): Promise<void> {
  await withAdmin(kafkaClient(options), (admin) => admin.deleteTopics({ topics }));
}
