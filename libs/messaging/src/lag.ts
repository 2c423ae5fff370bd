import type { Admin } from 'kafkajs';
import type { StoredPosition } from './backlog.js';
import type { ConsumerDefinition } from './consumer.js';
import { askAtOnce, type KafkaOptions } from './kafka-client.js';

/** How far a consumer is behind the log. */
export interface ConsumerLag {
  consumer: string;
  /** Records that it has not handled, over all its partitions. */
  records: number;
  /** How long ago the oldest of them was published, to within a thousandth; 0 below a second. */
  seconds: number;
}

/** From a second to more than a year, each a thousandth longer: the lag of what stands still must grow as the clock runs. */
const STEP = 1.001;
const STEPS = 17_300;

interface Behind {
  topic: string;
  partition: number;
  position: bigint;
}

/**
 * The lag of these consumers at the positions that are stored: in records by the ends of the log, in seconds by asking
 * Kafka what was published before. Needs no history, so it is right at once after a start, and with no consumer running.
 * @throws when Kafka does not answer at once
 */
export async function consumerLag(
  { kafka, topicPrefix }: { kafka: KafkaOptions; topicPrefix: string },
  consumers: readonly Pick<ConsumerDefinition, 'name' | 'topics'>[],
  positions: readonly StoredPosition[],
): Promise<ConsumerLag[]> {
  const stored = new Map(positions.map((at) => [nameOf(at.consumer, at.topic, at.partition), at.nextOffset]));
  return askAtOnce(kafka, async (admin) => {
    const topics = [...new Set(consumers.flatMap((consumer) => consumer.topics))];
    const ends = new Map(
      await Promise.all(
        topics.map(async (topic) => [topic, await admin.fetchTopicOffsets(topicPrefix + topic)] as const),
      ),
    );
    const lags: ConsumerLag[] = [];
    for (const { name, topics } of consumers) {
      const behind: Behind[] = [];
      let records = 0n;
      for (const topic of topics)
        for (const { partition, low, high } of ends.get(topic)!) {
          const position = largest(stored.get(nameOf(name, topic, partition)) ?? 0n, BigInt(low));
          if (position >= BigInt(high)) continue;
          behind.push({ topic, partition, position });
          records += BigInt(high) - position;
        }
      lags.push({ consumer: name, records: Number(records), seconds: await ageOf(behind, admin, topicPrefix) });
    }
    return lags;
  });
}

/** The age of the oldest record at these positions, found by halving the steps. */
async function ageOf(behind: readonly Behind[], admin: Admin, topicPrefix: string): Promise<number> {
  if (behind.length === 0) return 0;
  const now = Date.now();
  const topics = [...new Set(behind.map(({ topic }) => topic))];
  const isOlderThan = async (seconds: number): Promise<boolean> => {
    const asked = topics.map(async (topic) => {
      const offsets = await admin.fetchTopicOffsetsByTimestamp(topicPrefix + topic, now - Math.floor(seconds * 1_000));
      return offsets.some(({ partition, offset }) =>
        behind.some((at) => at.topic === topic && at.partition === partition && at.position < BigInt(offset)),
      );
    });
    return (await Promise.all(asked)).includes(true);
  };
  let younger = STEPS;
  let older = -1;
  while (younger - older > 1) {
    const middle = Math.floor((older + younger) / 2);
    if (await isOlderThan(STEP ** middle)) older = middle;
    else younger = middle;
  }
  return older < 0 ? 0 : STEP ** older;
}

function nameOf(consumer: string, topic: string, partition: number): string {
  return `${consumer} ${topic}/${partition}`;
}

function largest(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
