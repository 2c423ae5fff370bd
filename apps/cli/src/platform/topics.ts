import { catalogueTopics, createTopics, type KafkaOptions } from '@polyphony/messaging';

/** The command line as Kafka knows it. */
export function kafkaOf(brokers: string[]): KafkaOptions {
  return { brokers, clientId: 'polyphony-cli' };
}

/** Every topic of the catalogue, as it is called on the broker. */
export function topicNames(prefix: string): string[] {
  return catalogueTopics(prefix).map(({ topic }) => topic);
}

/** Creates the topics that are missing; returns their names. */
export function createMissingTopics(brokers: string[], prefix: string): Promise<string[]> {
  return createTopics(kafkaOf(brokers), catalogueTopics(prefix));
}
