import type { Edit, PinnedVersion } from './edit.js';
import { askedUnder } from './grade.js';

/** How much of what an adaptation asks stands in one of its languages. */
export interface Translation {
  /** BCP 47. */
  language: string;
  /** Common questions that are asked. */
  questions: number;
  /** Those of them whose wording stands in the language. */
  wordings: number;
  /** Those of them of which every code, common or local, is labelled in the language. */
  labels: number;
}

/** The translations of an adaptation into each of its languages but that of the source. */
export function translationsOf(
  { content, sourceLanguage }: PinnedVersion,
  languages: readonly string[],
  edits: readonly Edit[],
): Translation[] {
  const asked = askedUnder(content.questions, edits);
  const codesOf = new Map(content.questions.map(({ questionId, codes }) => [questionId, codes]));
  for (const edit of edits) if (edit.kind === 'recode') codesOf.set(edit.questionId, edit.localCodes);
  return languages
    .filter((language) => language !== sourceLanguage)
    .map((language) => {
      const [worded, labelled] = [new Set<string>(), new Set<string>()];
      for (const edit of edits) {
        if (!('language' in edit) || edit.language !== language) continue;
        if (edit.kind === 'translate-wording' || edit.kind === 'reword') worded.add(edit.questionId);
        else if (
          edit.kind === 'translate-codes' &&
          codesOf.get(edit.questionId)?.every(({ code }) => edit.labels[code])
        )
          labelled.add(edit.questionId);
      }
      const among = (done: ReadonlySet<string>): number =>
        asked.filter(({ questionId }) => done.has(questionId)).length;
      return { language, questions: asked.length, wordings: among(worded), labels: among(labelled) };
    });
}
