import { CATALOGUE } from '@polyphony/contracts';
import { createTopics, KEEP_EVERYTHING, type KafkaOptions } from '@polyphony/messaging';

/** The command line as Kafka knows it. */
export function kafkaOf(brokers: string[]): KafkaOptions {
  return { brokers, clientId: 'polyphony-cli' };
}

/** Every topic of the catalogue, as it is called on the broker. */
export function topicNames(prefix: string): string[] {
  return CATALOGUE.map(({ topic }) => prefix + topic);
}

/** Creates the topics that are missing; returns their names. */
export function createMissingTopics(brokers: string[], prefix: string): Promise<string[]> {
  return createTopics(
    kafkaOf(brokers),
    topicNames(prefix).map((topic) => ({ topic, config: KEEP_EVERYTHING })),
  );
}
