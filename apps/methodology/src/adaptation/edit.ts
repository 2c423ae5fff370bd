import type { AnswerCode, QuestionDefinition, RecodeEntry } from '@polyphony/contracts';
import type { Facet, Policy } from '../methodology-version/content.js';

interface LocalEdit {
  /** Why this site needs it; for reviewers, published nowhere. */
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
  order: number;
}

/** A question that only this site asks, in an extension slot. */
export interface AddLocalQuestion extends LocalEdit {
  kind: 'add-local-question';
  slotId: string;
  question: QuestionDefinition;
}

/** One local change to the common method. */
export type Edit = TranslateWording | Reword | TranslateCodes | Recode | Drop | Move | AddLocalQuestion;

/** Edits of what the common method has; a local question touches nothing of it. */
export type CommonEdit = Exclude<Edit, AddLocalQuestion>;

/** The facet that each kind of edit touches, and the policies that permit it. */
export const PERMITTED: Record<CommonEdit['kind'], { facet: Facet; by: readonly Policy[] }> = {
  'translate-wording': { facet: 'wording', by: ['translate', 'free'] },
  reword: { facet: 'wording', by: ['free'] },
  'translate-codes': { facet: 'codes', by: ['translate', 'free'] },
  recode: { facet: 'codes', by: ['free'] },
  drop: { facet: 'presence', by: ['free'] },
  move: { facet: 'order', by: ['free'] },
};

/** The id of the element that an edit is about. */
export function subjectOf(edit: Edit): string {
  if (edit.kind === 'add-local-question') return edit.question.questionId;
  return edit.kind === 'drop' || edit.kind === 'move' ? edit.elementId : edit.questionId;
}
