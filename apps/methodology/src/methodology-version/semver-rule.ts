import { LEVELS, type Level } from '@polyphony/contracts';
import type { CommonQuestion, Content } from './content.js';

/** One difference between a version and its predecessor. */
export interface ContentChange {
  elementId: string;
  /** What differs, such as `concept`, `codes` or `wording`; `added` and `removed` for the element itself. */
  what: string;
  /** The least part of the version number that must rise for it. */
  level: Level;
}

const partsOf = (semver: string): number[] => semver.split('.').map(Number);

/** Negative when the first comes before the second; both are `major.minor.patch`. */
export function compareSemver(first: string, second: string): number {
  const [left, right] = [partsOf(first), partsOf(second)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? 0 : left[at]! - right[at]!;
}

/** The part that rises from one version to a later one. */
export function levelBetween(earlier: string, later: string): Level {
  const [left, right] = [partsOf(earlier), partsOf(later)];
  return LEVELS[left.findIndex((part, index) => part !== right[index])] ?? 'patch';
}

/** Whether a rise of `actual` says enough for a change that needs `needed`. */
export function covers(actual: Level, needed: Level): boolean {
  return LEVELS.indexOf(actual) <= LEVELS.indexOf(needed);
}

/**
 * Every difference, with the level that it needs (I-5): major for the concept, codes, answering unit or a lost time
 * point of a core question and for one that is gone or no longer core; patch for texts; minor for everything else.
 */
export function changesBetween(before: Content, after: Content): ContentChange[] {
  return [
    ...compare(before.questions, after.questions, (question) => question.questionId, questionFacts, goneQuestion),
    ...compare(
      before.modules,
      after.modules,
      (module) => module.moduleId,
      ({ kind, policies, title }) => ({
        kind: [kind, 'minor'],
        policies: [policies ?? {}, 'minor'],
        title: [title, 'patch'],
      }),
    ),
    ...compare(
      before.extensionSlots,
      after.extensionSlots,
      (slot) => slot.slotId,
      ({ moduleId, policies, title }) => ({
        module: [moduleId, 'minor'],
        policies: [policies ?? {}, 'minor'],
        title: [title, 'patch'],
      }),
    ),
    ...orderChange(before.modules, after.modules, (module) => module.moduleId),
    ...orderChange(before.questions, after.questions, (question) => question.questionId),
  ];
}

/** What is compared of an element: a value, and the level that a change of it needs. */
type Facts = Record<string, [value: unknown, level: Level]>;

function questionFacts(question: CommonQuestion, before?: CommonQuestion): Facts {
  const binding = before?.core ? 'major' : 'minor';
  const lost = before?.timePoints.some((point) => !question.timePoints.includes(point)) ?? false;
  return {
    concept: [question.concept, binding],
    codes: [question.codes.map(({ code, kind }) => `${kind} ${code}`).sort(), binding],
    unitKind: [question.unitKind, binding],
    timePoints: [[...question.timePoints].sort(), lost ? binding : 'minor'],
    core: [question.core, binding],
    codeOrder: [question.codes.map(({ code }) => code), 'minor'],
    module: [question.moduleId, 'minor'],
    policies: [question.policies ?? {}, 'minor'],
    wording: [question.wording, 'patch'],
    labels: [question.codes.map(({ code, label }) => `${code} ${label}`).sort(), 'patch'],
  };
}

const goneQuestion = (question: CommonQuestion): Level => (question.core ? 'major' : 'minor');

function compare<T>(
  before: T[],
  after: T[],
  idOf: (element: T) => string,
  factsOf: (element: T, before?: T) => Facts,
  gone: (element: T) => Level = () => 'minor',
): ContentChange[] {
  const earlier = new Map(before.map((element) => [idOf(element), element]));
  const later = new Set(after.map(idOf));
  const removed = before.filter((element) => !later.has(idOf(element)));
  return [
    ...removed.map((element) => ({ elementId: idOf(element), what: 'removed', level: gone(element) })),
    ...after.flatMap((element): ContentChange[] => {
      const elementId = idOf(element);
      const old = earlier.get(elementId);
      if (!old) return [{ elementId, what: 'added', level: 'minor' }];
      const was = factsOf(old, old);
      return Object.entries(factsOf(element, old))
        .filter(([what, [value]]) => canonical(value) !== canonical(was[what]![0]))
        .map(([what, [, level]]) => ({ elementId, what, level }));
    }),
  ];
}

/** What both have in another order: one change, named after the first that moved. */
function orderChange<T>(before: T[], after: T[], idOf: (element: T) => string): ContentChange[] {
  const [earlier, later] = [before.map(idOf), after.map(idOf)];
  const [was, is] = [new Set(earlier), new Set(later)];
  const kept = earlier.filter((id) => is.has(id));
  const moved = later.filter((id) => was.has(id)).find((id, index) => id !== kept[index]);
  return moved === undefined ? [] : [{ elementId: moved, what: 'order', level: 'minor' }];
}

/** JSON with sorted keys: PostgreSQL's jsonb keeps no order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
