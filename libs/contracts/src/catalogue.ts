import type { EventClass } from './event.js';
import * as partnerRegistry from './partner-registry.events.js';

/** One topic per aggregate, with every event version that may stand on it. */
export interface TopicOfEvents {
  /** `<service>.<aggregate>` */
  topic: string;
  events: EventClass[];
}

export const SERVICES = ['partner-registry', 'methodology', 'assembly-scheduling', 'results-aggregation'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Every event of the platform, by topic: what is not here does not exist on Kafka. */
export const CATALOGUE: readonly TopicOfEvents[] = [
  {
    topic: 'partner-registry.partner',
    events: [
      partnerRegistry.PartnerRegistered,
      partnerRegistry.PartnerActivated,
      partnerRegistry.PartnerSuspended,
      partnerRegistry.PartnerReinstated,
    ] as EventClass[],
  },
  {
    topic: 'partner-registry.coalition',
    events: [
      partnerRegistry.CoalitionChartered,
      partnerRegistry.CoalitionMemberJoined,
      partnerRegistry.CoalitionMemberLeft,
    ] as EventClass[],
  },
];

const TOPIC_OF = new Map(CATALOGUE.flatMap(({ topic, events }) => events.map((event) => [event.type, topic] as const)));
const CLASS_OF = new Map(CATALOGUE.flatMap(({ events }) => events.map((event) => [event.type, event] as const)));

/** The topic on which events of this type stand. @throws Error for a type outside the catalogue */
export function topicOf(type: string): string {
  const topic = TOPIC_OF.get(type);
  if (topic === undefined) throw new Error(`${type} is not in the catalogue`);
  return topic;
}

/** The class of an event type; undefined for a type that this build does not know. */
export function eventClassOf(type: string): EventClass | undefined {
  return CLASS_OF.get(type);
}
