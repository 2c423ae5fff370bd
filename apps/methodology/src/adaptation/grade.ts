import type { AdaptedQuestion, AnswerCode, DesignGrade, RecodeEntry } from '@polyphony/contracts';
import type { Content } from '../methodology-version/content.js';
import type { Edit, Recode } from './edit.js';

/**
 * How far the answers under a local code list compare with the common ones (I-10): not at all when a common answer can
 * never be given, coarser when a local code stands for several common codes, fully otherwise.
 */
export function gradeOfMap(codes: readonly AnswerCode[], map: readonly RecodeEntry[]): DesignGrade {
  const reachable = new Set(map.flatMap((entry) => entry.common));
  if (codes.some(({ code, kind }) => kind === 'answer' && !reachable.has(code))) return 'not-comparable';
  return map.some((entry) => entry.common.length > 1) ? 'collapsing' : 'recoded';
}

/** The design grade of every question of a version under these edits; another place in the order leaves it as it is. */
export function gradesOf(content: Content, edits: readonly Edit[]): AdaptedQuestion[] {
  const dropped = new Set<string>();
  const recoded = new Map<string, Recode>();
  const translated = new Set<string>();
  for (const edit of edits) {
    if (edit.kind === 'drop') dropped.add(edit.elementId);
    else if (edit.kind === 'recode') recoded.set(edit.questionId, edit);
    else if (edit.kind !== 'move' && edit.kind !== 'add-local-question') translated.add(edit.questionId);
  }
  return content.questions.map(({ questionId, moduleId, codes }): AdaptedQuestion => {
    if (dropped.has(questionId) || dropped.has(moduleId)) return { questionId, grade: 'not-asked' };
    const map = recoded.get(questionId)?.map.map(({ local, common }) => ({ local, common }));
    if (map) return { questionId, grade: gradeOfMap(codes, map), recodeMap: map };
    return { questionId, grade: translated.has(questionId) ? 'translated' : 'identical' };
  });
}
