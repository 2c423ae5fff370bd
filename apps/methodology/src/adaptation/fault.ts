import type { QuestionDefinition } from '@polyphony/contracts';
import type { Violation } from '@polyphony/service-kit';
import {
  elementIds,
  elementsById,
  LOCAL_NAMESPACE,
  mixesTimePoints,
  repeated,
  type CommonQuestion,
} from '../methodology-version/content.js';
import { PERMITTED, subjectOf, type Edit, type PinnedVersion, type Recode, type TranslateCodes } from './edit.js';
import { recodeFaults } from './recode.js';

/** Why an edit cannot be applied. */
export interface Fault {
  code: string;
  detail: string;
}

const fault = (code: string, detail: string): Fault => ({ code, detail });

/** Everything for which edits cannot be applied, whatever the policies say; one violation each, with its edit. */
export function faultsOf(version: PinnedVersion, languages: readonly string[], edits: readonly Edit[]): Violation[] {
  const { content } = version;
  const elements = elementsById(content);
  const dropped = new Set(edits.flatMap((edit) => (edit.kind === 'drop' ? [edit.elementId] : [])));
  const recodes = new Map(edits.filter((edit) => edit.kind === 'recode').map((edit) => [edit.questionId, edit]));
  const common = new Set(elementIds(content));
  const taken = new Set<string>();

  const faultsOfOne = (edit: Edit): Fault[] => {
    const again = taken.has(targetOf(edit));
    taken.add(targetOf(edit));
    const repeats = again
      ? [fault('edit-repeated', `${subjectOf(edit)} has another ${edit.kind} of the same thing`)]
      : [];
    if (edit.kind === 'add-local-question')
      return [
        ...repeats,
        ...slotFaults(edit.slotId, elements.extensionSlots.get(edit.slotId)?.moduleId, dropped),
        ...localQuestionFaults(edit.question, common),
      ];
    const id = subjectOf(edit);
    const among = PERMITTED[edit.kind].of.find((kind) => elements[kind].has(id));
    if (!among) return [fault('element-unknown', `The version has no ${id} for a ${edit.kind}`)];
    if (edit.kind === 'drop') return repeats;
    if (edit.kind === 'move') return [...repeats, ...placeFaults(edit.order, elements[among].size, id)];
    const question = elements.questions.get(id);
    if (edit.kind === 'recode') return [...repeats, ...(question ? recodeFaults(question, edit) : [])];
    return [
      ...repeats,
      ...languageFaults(edit, languages, version.sourceLanguage),
      ...(edit.kind === 'translate-codes' && question ? labelFaults(edit, question, recodes.get(id)) : []),
    ];
  };
  return edits.flatMap((edit, index) => faultsOfOne(edit).map((found) => ({ pointer: `/edits/${index}`, ...found })));
}

/** What an edit sets: two edits of the same target contradict each other. */
function targetOf(edit: Edit): string {
  const id = subjectOf(edit);
  switch (edit.kind) {
    case 'translate-wording':
    case 'reword':
      return `wording ${edit.language} ${id}`;
    case 'translate-title':
      return `title ${edit.language} ${id}`;
    case 'translate-codes':
      return `labels ${edit.language} ${id}`;
    default:
      return `${edit.kind} ${id}`;
  }
}

function slotFaults(slotId: string, moduleId: string | undefined, dropped: ReadonlySet<string>): Fault[] {
  if (moduleId === undefined) return [fault('slot-unknown', `The version has no extension slot ${slotId}`)];
  return dropped.has(moduleId) ? [fault('module-dropped', `${slotId} is in ${moduleId}, which is left out`)] : [];
}

function placeFaults(order: number, places: number, id: string): Fault[] {
  return order > places ? [fault('place-unknown', `${id} cannot stand at ${order} of ${places} places`)] : [];
}

function languageFaults(
  { kind, language }: { kind: Edit['kind']; language: string },
  languages: readonly string[],
  sourceLanguage: string,
): Fault[] {
  if (kind !== 'reword' && language === sourceLanguage)
    return [
      fault('language-of-source', `${language} is the language of the source: another text in it is a rewording`),
    ];
  if (language !== sourceLanguage && !languages.includes(language))
    return [fault('language-undeclared', `The adaptation is not in ${language}`)];
  return [];
}

function labelFaults({ labels }: TranslateCodes, question: CommonQuestion, recode: Recode | undefined): Fault[] {
  const known = new Set((recode?.localCodes ?? question.codes).map(({ code }) => code));
  return Object.keys(labels)
    .filter((code) => !known.has(code))
    .map((code) => fault('code-unknown', `${question.questionId} has no code ${code} here`));
}

function localQuestionFaults(question: QuestionDefinition, common: ReadonlySet<string>): Fault[] {
  const { questionId, core, codes } = question;
  const faults: [boolean, string, string][] = [
    [common.has(questionId), 'element-id-taken', `${questionId} is an element of the common method`],
    [
      !questionId.startsWith(LOCAL_NAMESPACE),
      'element-id-not-local',
      `${questionId} must begin with ${LOCAL_NAMESPACE}`,
    ],
    [core, 'local-question-core', `${questionId} is local and can be no core question`],
    [mixesTimePoints(question), 'time-point-mixed', `${questionId} is asked once, and before or after as well`],
    [repeated(codes.map(({ code }) => code)).size > 0, 'code-repeated', `${questionId} has a code twice`],
  ];
  return faults.filter(([wrong]) => wrong).map(([, code, detail]) => fault(code, detail));
}
