import type { AdaptedQuestion, AnswerCode, DesignGrade, RecodeEntry } from '@polyphony/contracts';
import type { CommonQuestion } from '../methodology-version/content.js';
import type { Edit, PinnedVersion, Recode } from './edit.js';

/**
 * How far the answers under a local code list compare with the common ones (I-10): not at all when a common answer can
 * never be given, coarser when a local code stands for several common codes, fully otherwise.
 */
export function gradeOfMap(codes: readonly AnswerCode[], map: readonly RecodeEntry[]): DesignGrade {
  const reachable = new Set(map.flatMap((entry) => entry.common));
  if (codes.some(({ code, kind }) => kind === 'answer' && !reachable.has(code))) return 'not-comparable';
  return map.some((entry) => entry.common.length > 1) ? 'collapsing' : 'recoded';
}

/** The questions that are still asked: neither they nor their modules are left out. */
export function askedUnder(questions: readonly CommonQuestion[], edits: readonly Edit[]): CommonQuestion[] {
  const dropped = new Set(edits.flatMap((edit) => (edit.kind === 'drop' ? [edit.elementId] : [])));
  return questions.filter(({ questionId, moduleId }) => !dropped.has(questionId) && !dropped.has(moduleId));
}

/**
 * The design grade of every question of a version under these edits; another place in the order leaves it as it is. A
 * question is identical only where it is asked in the words of the source: in any other language it is translated, by the
 * text on record or on the spot. How much is on record, the diff says beside.
 */
export function gradesOf(
  { content, sourceLanguage }: PinnedVersion,
  languages: readonly string[],
  edits: readonly Edit[],
): AdaptedQuestion[] {
  const asked = new Set(askedUnder(content.questions, edits));
  const recoded = new Map<string, Recode>();
  const reworded = new Set<string>();
  for (const edit of edits) {
    if (edit.kind === 'recode') recoded.set(edit.questionId, edit);
    else if ('questionId' in edit) reworded.add(edit.questionId);
  }
  const foreign = languages.some((language) => language !== sourceLanguage);
  return content.questions.map((question): AdaptedQuestion => {
    const { questionId, codes } = question;
    if (!asked.has(question)) return { questionId, grade: 'not-asked' };
    const map = recoded.get(questionId)?.map.map(({ local, common }) => ({ local, common }));
    if (map) return { questionId, grade: gradeOfMap(codes, map), recodeMap: map };
    return { questionId, grade: foreign || reworded.has(questionId) ? 'translated' : 'identical' };
  });
}
