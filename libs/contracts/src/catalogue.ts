import type { EventClass } from './event.js';
import * as methodology from './methodology.events.js';
import * as registry from './partner-registry.events.js';
import * as results from './results-aggregation.events.js';
import * as scheduling from './assembly-scheduling.events.js';

/** One topic per aggregate, with every event version that may stand on it. */
export interface TopicOfEvents {
  /** `<service>.<aggregate>` */
  topic: string;
  events: EventClass[];
}

export const SERVICES = ['partner-registry', 'methodology', 'assembly-scheduling', 'results-aggregation'] as const;
export type ServiceName = (typeof SERVICES)[number];

const topic = (name: string, ...events: { readonly type: string }[]): TopicOfEvents => ({
  topic: name,
  events: events as EventClass[],
});

/** Every event of the platform, by topic: what is not here does not exist on Kafka. */
export const CATALOGUE: readonly TopicOfEvents[] = [
  topic(
    'partner-registry.partner',
    registry.PartnerRegistered,
    registry.PartnerActivated,
    registry.PartnerSuspended,
    registry.PartnerReinstated,
  ),
  topic(
    'partner-registry.coalition',
    registry.CoalitionChartered,
    registry.CoalitionMemberJoined,
    registry.CoalitionMemberLeft,
  ),
  topic(
    'methodology.methodology-version',
    methodology.MethodologyVersionDrafted,
    methodology.MethodologyVersionRevised,
    methodology.MethodologyVersionPublished,
  ),
  topic('methodology.change-proposal', methodology.ChangeProposed, methodology.StanceTaken, methodology.ChangeDecided),
  topic(
    'methodology.adaptation',
    methodology.AdaptationDrafted,
    methodology.AdaptationRevised,
    methodology.AdaptationSubmitted,
    methodology.AdaptationApproved,
    methodology.AdaptationRejected,
  ),
  topic('assembly-scheduling.wave', scheduling.WaveConvened),
  topic(
    'assembly-scheduling.assembly',
    scheduling.AssemblyProposed,
    scheduling.AdaptationAttached,
    scheduling.AssemblyScheduled,
    scheduling.AssemblyPostponed,
    scheduling.AssemblyCancelled,
    scheduling.AssemblyStarted,
    scheduling.AssemblyConcluded,
  ),
  topic('results-aggregation.submission', results.SubmissionReceived, results.SubmissionReleased),
  topic('results-aggregation.release', results.ReleasePublished),
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
