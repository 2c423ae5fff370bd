import type { LeftOutReason, PooledGrade } from '../questionnaire/asked-question.js';
import { byText } from './by-text.js';
import { comparabilities } from './figures.js';
import type { WaveSnapshot } from './wave-snapshot.js';

/** For one common question: whose answers the pooled figures hold and how comparable they are, and whose not and why. */
export interface Inclusion {
  questionId: string;
  included: { assemblyId: string; country: string; grade: PooledGrade }[];
  leftOut: { assemblyId: string; country: string; reason: LeftOutReason }[];
}

/** The inclusion of every assembly that has sent answers, question by question. */
export function inclusionOf(snapshot: WaveSnapshot): Inclusion[] {
  const comparable = comparabilities(snapshot);
  const answered = new Set(snapshot.series.map((one) => JSON.stringify([one.assemblyId, one.questionId])));
  const assemblies = snapshot.assemblies.toSorted((a, b) => byText(a.assemblyId, b.assemblyId));
  return snapshot.questions
    .map(({ questionId }) => {
      const inclusion: Inclusion = { questionId, included: [], leftOut: [] };
      for (const { assemblyId, country } of assemblies) {
        const comparability = comparable(assemblyId, questionId);
        if ('leftOut' in comparability) inclusion.leftOut.push({ assemblyId, country, reason: comparability.leftOut });
        else if (!answered.has(JSON.stringify([assemblyId, questionId])))
          inclusion.leftOut.push({ assemblyId, country, reason: 'no-answers' });
        else inclusion.included.push({ assemblyId, country, grade: comparability.grade });
      }
      return inclusion;
    })
    .sort((a, b) => byText(a.questionId, b.questionId));
}
