import type { ModuleKind, Policy, QuestionDefinition } from '@polyphony/contracts';

/** What an adaptation may touch of an element: whether it is there, its texts, its answer codes, its place. */
export const FACETS = ['presence', 'wording', 'codes', 'order'] as const;
export type Facet = (typeof FACETS)[number];

export interface Governed {
  /** A facet that is not named is fixed (I-7). */
  policies?: Partial<Record<Facet, Policy>>;
}

/** A session-level part of the method; a site may leave it out when its presence is free. */
export interface Module extends Governed {
  moduleId: string;
  kind: ModuleKind;
  title: string;
}

/** A question that every assembly asks, in its module. */
export interface CommonQuestion extends QuestionDefinition, Governed {
  moduleId: string;
}

/** A place where local questions may be added; of its facets only the wording, its title, is there to be changed. */
export interface ExtensionSlot extends Governed {
  slotId: string;
  title: string;
  moduleId: string;
}

/** Everything that a version of the method says; modules and questions stand in the order of the day. */
export interface Content {
  modules: Module[];
  questions: CommonQuestion[];
  extensionSlots: ExtensionSlot[];
}

export const EMPTY_CONTENT: Content = { modules: [], questions: [], extensionSlots: [] };

/** What local elements' ids begin with, and no common one's (I-7). */
export const LOCAL_NAMESPACE = 'local:';

export function policyOf(element: Governed, facet: Facet): Policy {
  return element.policies?.[facet] ?? 'fixed';
}

/** The ids of all elements, as often as they occur. */
export function elementIds({ modules, questions, extensionSlots }: Content): string[] {
  return [
    ...modules.map((module) => module.moduleId),
    ...questions.map((question) => question.questionId),
    ...extensionSlots.map((slot) => slot.slotId),
  ];
}

/** The elements of each kind by their ids. */
export function elementsById({ modules, questions, extensionSlots }: Content) {
  return {
    modules: new Map(modules.map((module) => [module.moduleId, module])),
    questions: new Map(questions.map((question) => [question.questionId, question])),
    extensionSlots: new Map(extensionSlots.map((slot) => [slot.slotId, slot])),
  };
}

/** Whether a question is asked once and also before or after: `once` says that there is no other time point. */
export function mixesTimePoints({ timePoints }: QuestionDefinition): boolean {
  return timePoints.length > 1 && timePoints.includes('once');
}

/** What occurs more than once. */
export function repeated(values: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(values.filter((value) => seen.size === seen.add(value).size));
}
