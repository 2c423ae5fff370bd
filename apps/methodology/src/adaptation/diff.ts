import type { AdaptedQuestion, Policy } from '@polyphony/contracts';
import type { Violation } from '@polyphony/service-kit';
import { elementsById, policyOf, type Content, type Facet, type Governed } from '../methodology-version/content.js';
import { PERMITTED, subjectOf, type Edit, type PinnedVersion } from './edit.js';
import { gradesOf } from './grade.js';
import { faultsOf } from './fault.js';
import { translationsOf, type Translation } from './translation.js';

/** One facet that an edit touches, and whether its policy permits that. */
export interface TouchedFacet {
  /** Place of the edit, from 0. */
  edit: number;
  kind: Edit['kind'];
  elementId: string;
  facet: Facet;
  policy: Policy;
  allowed: boolean;
}

/** What an adaptation makes of its pinned version (I-8). */
export interface Diff {
  /** Every touched facet, allowed or not. */
  touched: TouchedFacet[];
  /** What cannot be applied at all, whatever the policies say. */
  faults: Violation[];
  /** Every question of the version. */
  questions: AdaptedQuestion[];
  /** How complete it is in each of its languages but that of the source (E-13). */
  translations: Translation[];
}

/** The diff that these edits, for these languages, make against a version. */
export function diffOf(version: PinnedVersion, languages: readonly string[], edits: readonly Edit[]): Diff {
  return {
    touched: touchedBy(version.content, edits),
    faults: faultsOf(version, languages, edits),
    questions: gradesOf(version, languages, edits),
    translations: translationsOf(version, languages, edits),
  };
}

/** Every facet that an edit touches; edits of unknown elements touch nothing. */
export function touchedBy(content: Content, edits: readonly Edit[]): TouchedFacet[] {
  const elements = elementsById(content);
  return edits.flatMap((edit, index): TouchedFacet[] => {
    const elementId = subjectOf(edit);
    if (edit.kind === 'add-local-question')
      // The slot is the permission; without it the edit is a fault.
      return [{ edit: index, kind: edit.kind, elementId, facet: 'presence', policy: 'free', allowed: true }];
    const element = PERMITTED[edit.kind].of.map((kind) => elements[kind].get(elementId)).find(Boolean);
    if (!element) return [];
    const touch = (id: string, touched: Governed): TouchedFacet => {
      const { facet, by } = PERMITTED[edit.kind];
      const policy = policyOf(touched, facet);
      return { edit: index, kind: edit.kind, elementId: id, facet, policy, allowed: by.includes(policy) };
    };
    // A module takes its questions along, so each of them must be free to go.
    const along = edit.kind === 'drop' ? content.questions.filter((one) => one.moduleId === elementId) : [];
    return [touch(elementId, element), ...along.map((one) => touch(one.questionId, one))];
  });
}

/** Every facet that a policy forbids to touch, one violation each. */
export function forbiddenBy(touched: readonly TouchedFacet[]): Violation[] {
  return touched
    .filter(({ allowed }) => !allowed)
    .map(({ edit, kind, elementId, facet, policy }) => ({
      pointer: `/edits/${edit}`,
      code: facet,
      detail: `${elementId}: its ${facet} is ${policy}, which does not allow ${kind}`,
    }));
}
