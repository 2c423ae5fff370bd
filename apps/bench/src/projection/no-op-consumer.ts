import type { Kafka } from 'kafkajs';

let runs = 0;

/** The least that any consumer does: fetch and parse, without an effect. @returns seconds from joining to the last event */
export async function parseAll(kafka: Kafka, topic: string, events: number): Promise<number> {
  const consumer = kafka.consumer({ groupId: `bench-no-op-${(runs += 1)}`, maxWaitTimeInMs: 500 });
  const began = performance.now();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let parsed = 0;
  const seconds = await new Promise<number>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        partitionsConsumedConcurrently: 12,
        eachBatch: ({ batch }) => {
          for (const { value } of batch.messages) if (JSON.parse(value!.toString('utf8')) !== null) parsed += 1;
          if (parsed >= events) resolve((performance.now() - began) / 1_000);
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return seconds;
}
