import { Kafka, logLevel } from 'kafkajs';

/** Kafka as somebody sees it who knows nothing of our libraries. */
export function outsider(brokers: string[]): Kafka {
  return new Kafka({ brokers, clientId: 'outsider', logLevel: logLevel.NOTHING });
}
