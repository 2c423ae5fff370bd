import type { CommonQuestion, Content, Governed } from './content.js';

/** A complete core question with two answers, for specs. */
export function coreQuestion(questionId: string, policies?: Governed['policies']): CommonQuestion {
  return {
    questionId,
    moduleId: 'votes',
    concept: `concept of ${questionId}`,
    wording: `What about ${questionId}?`,
    core: true,
    unitKind: 'participant',
    timePoints: ['once'],
    codes: [
      { code: 'yes', kind: 'answer', label: 'Yes' },
      { code: 'no', kind: 'answer', label: 'No' },
      { code: 'dk', kind: 'dont-know', label: 'I do not know' },
      { code: 'rf', kind: 'refused', label: 'No answer' },
    ],
    ...(policies ? { policies } : {}),
  };
}

/** A complete method for specs: one voting module with these questions, one that is free to drop, a slot in each. */
export function contentWith(...questions: CommonQuestion[]): Content {
  return {
    modules: [
      { moduleId: 'votes', kind: 'voting', title: 'Votes' },
      {
        moduleId: 'closing',
        kind: 'closing',
        title: 'Closing',
        policies: { presence: 'free', wording: 'translate', order: 'free' },
      },
    ],
    questions,
    extensionSlots: [
      { slotId: 'national-topic', title: 'National topic', moduleId: 'votes' },
      { slotId: 'farewell-topic', title: 'A last word', moduleId: 'closing', policies: { wording: 'translate' } },
    ],
  };
}
