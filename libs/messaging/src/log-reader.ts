import { randomUUID } from 'node:crypto';
import { textHeaders, type RawRecord } from './cloud-event.js';
import { kafkaClient, type KafkaOptions } from './kafka-client.js';

/** A record of the log with its headers as text. */
export interface LogRecord extends RawRecord {
  headers: Record<string, string>;
}

/** Reads a topic from its beginning to the end it has now, as an onlooker: in partition order, then by offset. */
export async function readLog(options: KafkaOptions, topic: string): Promise<LogRecord[]> {
  const kafka = kafkaClient(options);
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `log-reader.${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 200 });
  try {
    const missing = new Map(
      (await admin.fetchTopicOffsets(topic))
        .filter(({ low, high }) => BigInt(high) > BigInt(low))
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
              if (BigInt(offset) < (missing.get(batch.partition) ?? 0n))
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
    });
    return records.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined); // a group that never joined does not exist
    await admin.disconnect();
  }
}
