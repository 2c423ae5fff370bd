import { CATALOGUE, type TopicKind } from '@polyphony/contracts';
import { createTopics, deleteTopics, TOPIC_CONFIG } from '@polyphony/messaging';
import { testEngines } from './config.js';
import { eventually } from './eventually.js';
import { shortId } from './short-id.js';

/** Topics of one spec file, as the services' own: all partitions, and kept as the catalogue says. */
export interface TestTopics {
  prefix: string;
  brokers: string[];
  /** The full name of a topic. */
  topic(name: string): string;
  drop(): Promise<void>;
}

/** Makes the topics under a prefix of their own, so that spec files run side by side; the caller drops them at the end. */
export async function testTopics(names: string[]): Promise<TestTopics> {
  const prefix = `t${shortId()}.`;
  const { brokers } = testEngines();
  const kafka = { brokers, clientId: 'testing' };
  const topics = names.map((name) => prefix + name);
  const specs = names.map((name) => ({ topic: prefix + name, config: TOPIC_CONFIG[kindOf(name)] }));
  // Its first question is asked once, and a busy machine may be late with the answer.
  await eventually(() => createTopics(kafka, specs));
  return { prefix, brokers, topic: (name) => prefix + name, drop: () => deleteTopics(kafka, topics) };
}

/** Topics that a spec makes up are topics of events. */
function kindOf(name: string): TopicKind {
  return CATALOGUE.find(({ topic }) => topic === name)?.kind ?? 'events';
}
