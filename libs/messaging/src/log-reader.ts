import { randomUUID } from 'node:crypto';
import { textHeaders, type RawRecord } from './cloud-event.js';
import { kafkaClient, type KafkaOptions } from './kafka-client.js';
import { onceLed } from './log-ends.js';

/** A record of the log with its headers as text. */
export interface LogRecord extends RawRecord {
  headers: Record<string, string>;
}

/**
 * Reads a topic to the end it has now, as an onlooker: in partition order, then by offset.
 * @param since leaves out what was published before; absent means from the beginning
 */
export async function readLog(options: KafkaOptions, topic: string, since?: Date): Promise<LogRecord[]> {
  const kafka = kafkaClient(options);
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `log-reader.${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 200 });
  try {
    const ends = await onceLed(() => admin.fetchTopicOffsets(topic));
    const later = since && (await onceLed(() => admin.fetchTopicOffsetsByTimestamp(topic, since.getTime())));
    const starts = new Map((later ?? []).map(({ partition, offset }) => [partition, BigInt(offset)]));
    const startOf = (partition: number): bigint => starts.get(partition) ?? 0n;
    const missing = new Map(
      ends
        .filter(({ partition, low, high }) => BigInt(high) > largest(BigInt(low), startOf(partition)))
        .map(({ partition, high }) => [partition, BigInt(high)]),
    );
    const records: LogRecord[] = [];
    if (missing.size === 0) return records;
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      // A broker that has just started refuses groups for a moment, and kafkajs starts again by itself.
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      consumer
        .run({
          autoCommit: false,
          eachBatch: ({ batch }) => {
            for (const { key, headers, value, offset } of batch.messages)
              if (BigInt(offset) >= startOf(batch.partition) && BigInt(offset) < (missing.get(batch.partition) ?? 0n))
                records.push({
                  topic,
                  partition: batch.partition,
                  offset: BigInt(offset),
                  key: key?.toString('utf8') ?? null,
                  headers: textHeaders(headers),
                  value,
                });
            if (BigInt(batch.lastOffset()) + 1n >= (missing.get(batch.partition) ?? 0n))
              missing.delete(batch.partition);
            if (missing.size === 0) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
      for (const [partition, offset] of starts) consumer.seek({ topic, partition, offset: offset.toString() });
    });
    return records.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined); // a group that never joined does not exist
    await admin.disconnect();
  }
}

function largest(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
