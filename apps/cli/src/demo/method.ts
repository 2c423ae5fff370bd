import type { Schema } from '@polyphony/client';
import { LOCAL_QUESTIONS } from './texts/local-questions.js';
import { MODULES, NATIONAL_SLOT } from './texts/modules.js';
import { QUESTIONS, type DemoQuestion } from './texts/questions.js';
import { NO_ANSWER, SCALES, type Code } from './texts/scales.js';

/** The common question that some assemblies recode: their own words for the same scale. */
export const RECODED = 'data-concern';

/** The core question that two adaptations leave out at first. */
export const DROPPED_CORE = 'trust-government';

/** The question on which the network's partners did not agree at once. */
export const DEBATED = 'internet-access';

const DEBATED_DRAFT = 'Is access to the Internet a human right?';

/** The codes of a question with an answer, in the order of its weights. */
export function answerCodes(question: DemoQuestion): readonly Code[] {
  return SCALES[question.scale];
}

/** The common method; as a draft it still has the wording that the co-design changes. */
export function methodContent(state: 'draft' | 'final'): Schema<'methodology', 'ContentDto'> {
  return {
    modules: MODULES.map(({ id, kind, optional, title }) => ({
      moduleId: id,
      kind,
      title: title.en,
      policies: { wording: 'translate', ...(optional ? { presence: 'free' } : {}) },
    })),
    questions: QUESTIONS.map((question) => ({
      questionId: question.id,
      moduleId: question.module,
      concept: question.concept,
      wording: state === 'draft' && question.id === DEBATED ? DEBATED_DRAFT : question.text.en,
      core: !question.byTables,
      unitKind: question.byTables ? 'table' : 'participant',
      timePoints: question.after ? ['before', 'after'] : ['once'],
      codes: [
        ...answerCodes(question).map(({ code, label }) => ({ code, kind: 'answer' as const, label: label.en })),
        ...NO_ANSWER.map(({ code, kind, label }) => ({ code, kind, label: label.en })),
      ],
      policies: { wording: 'translate', codes: question.id === RECODED ? 'free' : 'translate' },
    })),
    extensionSlots: [
      {
        slotId: NATIONAL_SLOT.id,
        title: NATIONAL_SLOT.title.en,
        moduleId: NATIONAL_SLOT.moduleId,
        policies: { wording: 'translate' },
      },
    ],
  };
}

/** The national topic of an assembly that has one: two of the local questions. */
export function nationalTopic(assembly: number) {
  return [0, 1].map((at) => LOCAL_QUESTIONS[(assembly + at) % LOCAL_QUESTIONS.length]!);
}
