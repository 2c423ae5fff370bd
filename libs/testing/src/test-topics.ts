import { createTopics, deleteTopics, KEEP_EVERYTHING } from '@polyphony/messaging';
import { testEngines } from './config.js';
import { shortId } from './short-id.js';

/** What the topics of one spec file begin with, so that spec files run side by side on one broker. */
export function testTopicPrefix(): string {
  return `t${shortId()}.`;
}

/** Topics of one spec file, as the services' own: all partitions, everything kept. */
export interface TestTopics {
  prefix: string;
  brokers: string[];
  /** The full name of a topic. */
  topic(name: string): string;
  drop(): Promise<void>;
}

/** Makes the topics under a prefix of their own; the caller drops them at the end. */
export async function testTopics(names: string[], prefix = testTopicPrefix()): Promise<TestTopics> {
  const { brokers } = testEngines();
  const kafka = { brokers, clientId: 'testing' };
  const topics = names.map((name) => prefix + name);
  await createTopics(
    kafka,
    topics.map((topic) => ({ topic, config: KEEP_EVERYTHING })),
  );
  return { prefix, brokers, topic: (name) => prefix + name, drop: () => deleteTopics(kafka, topics) };
}
