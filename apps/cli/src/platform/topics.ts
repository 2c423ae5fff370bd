import { catalogueTopics, createTopics, type KafkaOptions } from '@polyphony/messaging';
import type { CliConfig } from '../config.js';

/** The command line as Kafka knows it. */
export function kafkaOf({ kafkaSecurity: security }: CliConfig, brokers: string[]): KafkaOptions {
  return { brokers, clientId: 'polyphony-cli', security };
}

/** Every topic of the catalogue, as it is called on the broker. */
export function topicNames(prefix: string): string[] {
  return catalogueTopics(prefix).map(({ topic }) => topic);
}

/** Creates the topics that are missing; returns their names. */
export function createMissingTopics(config: CliConfig, brokers: string[]): Promise<string[]> {
  return createTopics(kafkaOf(config, brokers), catalogueTopics(config.topicPrefix));
}
