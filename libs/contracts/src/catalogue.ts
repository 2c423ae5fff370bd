import type { EventClass } from './event.js';
import * as methodology from './methodology.events.js';
import * as methodologyStates from './methodology.states.js';
import * as registry from './partner-registry.events.js';
import * as registryStates from './partner-registry.states.js';
import * as results from './results-aggregation.events.js';
import * as resultsStates from './results-aggregation.states.js';
import * as scheduling from './assembly-scheduling.events.js';
import * as schedulingStates from './assembly-scheduling.states.js';

/** What a topic keeps: every event for ever, or of each aggregate the last public document (docs/adr/0013). */
export type TopicKind = 'events' | 'state';

/** A topic with every type, in all its versions, that may stand on it. */
export interface Topic {
  /** `<service>.<aggregate>` for its events, `<service>.<aggregate>-state` for its state. */
  topic: string;
  kind: TopicKind;
  events: EventClass[];
}

export const SERVICES = ['partner-registry', 'methodology', 'assembly-scheduling', 'results-aggregation'] as const;
export type ServiceName = (typeof SERVICES)[number];

const topic = (name: string, ...events: { readonly type: string }[]): Topic => ({
  topic: name,
  kind: 'events',
  events: events as EventClass[],
});
const state = (name: string, ...documents: { readonly type: string }[]): Topic => ({
  topic: `${name}-state`,
  kind: 'state',
  events: documents as EventClass[],
});

/** Everything of the platform, by topic: what is not here does not exist on Kafka. */
export const CATALOGUE: readonly Topic[] = [
  topic(
    'partner-registry.partner',
    registry.PartnerRegistered,
    registry.PartnerActivated,
    registry.PartnerSuspended,
    registry.PartnerReinstated,
    registry.PartnerErased,
  ),
  state('partner-registry.partner', registryStates.PartnerState),
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
  state('methodology.methodology-version', methodologyStates.MethodologyVersionState),
  topic('methodology.change-proposal', methodology.ChangeProposed, methodology.StanceTaken, methodology.ChangeDecided),
  topic(
    'methodology.adaptation',
    methodology.AdaptationDrafted,
    methodology.AdaptationRevised,
    methodology.AdaptationSubmitted,
    methodology.AdaptationApproved,
    methodology.AdaptationRejected,
  ),
  state('methodology.adaptation', methodologyStates.AdaptationState),
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
  state('assembly-scheduling.assembly', schedulingStates.AssemblyState),
  topic('results-aggregation.submission', results.SubmissionReceived, results.SubmissionReleased),
  topic('results-aggregation.release', results.ReleasePublished),
  state('results-aggregation.release', resultsStates.ReleaseState),
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
