import { setTimeout as pause } from 'node:timers/promises';
import { askAtOnce, type KafkaOptions } from './kafka-client.js';

/** Where the log of one partition begins and where its next record will stand. */
export interface LogEnd {
  partition: number;
  low: bigint;
  high: bigint;
}

/**
 * The ends of every partition of these topics, for reckoning lag; a topic that does not exist is left out.
 * @throws Error when Kafka does not answer at once
 */
export async function logEnds(options: KafkaOptions, topics: string[]): Promise<Map<string, LogEnd[]>> {
  return askAtOnce(options, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const ends = topics
      .filter((topic) => existing.has(topic))
      .map(async (topic) => {
        const offsets = await onceLed(() => admin.fetchTopicOffsets(topic));
        return [
          topic,
          offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) })),
        ] as const;
      });
    return new Map(await Promise.all(ends));
  });
}

/** A broker that is about to lead a new partition refuses the question for a moment, which kafkajs does not repeat. */
export async function onceLed<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await ask();
    } catch (error) {
      const { type, retriable } = error as { type?: string; retriable?: boolean };
      if (attempts > 50 || type === undefined || !retriable) throw error;
      await pause(100);
    }
  }
}
