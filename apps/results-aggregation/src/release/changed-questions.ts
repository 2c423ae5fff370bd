import { byText } from '../tally/by-text.js';
import type { Figure } from '../tally/figures.js';

/** The base of a question in the whole wave, in two releases; null where there is none or it is suppressed. */
export interface ChangedQuestion extends Pick<Figure, 'questionId' | 'timePoint' | 'unitKind'> {
  before: number | null;
  after: number | null;
}

/** Questions of the whole wave whose base is another than before. */
export function changedQuestions(before: Figure[], after: Figure[]): ChangedQuestion[] {
  const changes = new Map<string, ChangedQuestion>();
  const note = (figures: Figure[], when: 'before' | 'after'): void => {
    for (const { questionId, timePoint, unitKind, level, n } of figures) {
      if (level !== 'wave') continue;
      const name = JSON.stringify([questionId, timePoint, unitKind]);
      const change = changes.get(name) ?? { questionId, timePoint, unitKind, before: null, after: null };
      changes.set(name, { ...change, [when]: n });
    }
  };
  note(before, 'before');
  note(after, 'after');
  return [...changes]
    .sort(([a], [b]) => byText(a, b))
    .map(([, change]) => change)
    .filter((change) => change.before !== change.after);
}
