import type { AnswerCode, Policy, QuestionDefinition, RecodeEntry } from '@polyphony/contracts';
import type { Content, Facet } from '../methodology-version/content.js';

/** The published version that an adaptation is pinned to, as far as its rules look at it. */
export interface PinnedVersion {
  content: Content;
  /** BCP 47, of every text in it. */
  sourceLanguage: string;
}

interface LocalEdit {
  /** Why this site needs it; for people of the network, in no event. */
  localReason: string;
}

/** The same question in another language. */
export interface TranslateWording extends LocalEdit {
  kind: 'translate-wording';
  questionId: string;
  language: string;
  text: string;
}

/** The same question in other words. */
export interface Reword extends LocalEdit {
  kind: 'reword';
  questionId: string;
  language: string;
  text: string;
}

/** The labels of a question's codes in another language, by code. */
export interface TranslateCodes extends LocalEdit {
  kind: 'translate-codes';
  questionId: string;
  language: string;
  labels: Record<string, string>;
}

/** The title of a module or of an extension slot in another language. */
export interface TranslateTitle extends LocalEdit {
  kind: 'translate-title';
  elementId: string;
  language: string;
  text: string;
}

/** A local code list instead of the common one, and what each local code stands for. */
export interface Recode extends LocalEdit {
  kind: 'recode';
  questionId: string;
  localCodes: AnswerCode[];
  map: RecodeEntry[];
}

/** A question, or a module with its questions, is left out. */
export interface Drop extends LocalEdit {
  kind: 'drop';
  elementId: string;
}

/** A question or module stands at another place. */
export interface Move extends LocalEdit {
  kind: 'move';
  elementId: string;
  /** Among the questions, or modules, of the version; from 1. */
  order: number;
}

/** A question that only this site asks, in an extension slot. */
export interface AddLocalQuestion extends LocalEdit {
  kind: 'add-local-question';
  slotId: string;
  question: QuestionDefinition;
}

/** One local change to the common method. */
export type Edit =
  TranslateWording | Reword | TranslateCodes | TranslateTitle | Recode | Drop | Move | AddLocalQuestion;

/** Edits of what the common method has; a local question touches nothing of it. */
export type CommonEdit = Exclude<Edit, AddLocalQuestion>;

/** The facet that each kind of edit touches, the policies that permit it, and the elements that it may be about. */
export const PERMITTED: Record<
  CommonEdit['kind'],
  { facet: Facet; by: readonly Policy[]; of: readonly (keyof Content)[] }
> = {
  'translate-wording': { facet: 'wording', by: ['translate', 'free'], of: ['questions'] },
  reword: { facet: 'wording', by: ['free'], of: ['questions'] },
  'translate-codes': { facet: 'codes', by: ['translate', 'free'], of: ['questions'] },
  'translate-title': { facet: 'wording', by: ['translate', 'free'], of: ['modules', 'extensionSlots'] },
  recode: { facet: 'codes', by: ['free'], of: ['questions'] },
  drop: { facet: 'presence', by: ['free'], of: ['questions', 'modules'] },
  move: { facet: 'order', by: ['free'], of: ['questions', 'modules'] },
};

/** The id of the element that an edit is about. */
export function subjectOf(edit: Edit): string {
  if (edit.kind === 'add-local-question') return edit.question.questionId;
  return 'elementId' in edit ? edit.elementId : edit.questionId;
}

/** The questions that these edits add. */
export function localQuestionsOf(edits: readonly Edit[]): QuestionDefinition[] {
  return edits.flatMap((edit) => (edit.kind === 'add-local-question' ? [edit.question] : []));
}
