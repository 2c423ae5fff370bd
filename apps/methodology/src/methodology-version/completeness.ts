import type { Violation } from '@polyphony/service-kit';
import {
  elementIds,
  LOCAL_NAMESPACE,
  mixesTimePoints,
  policyOf,
  repeated,
  type CommonQuestion,
  type Content,
} from './content.js';

/** What is missing or contradicts itself before this content can bind everybody; empty when nothing is. */
export function incompleteness(content: Content): Violation[] {
  const { modules, questions, extensionSlots } = content;
  const moduleIds = new Set(modules.map((module) => module.moduleId));
  const found: Violation[] = [];
  const report = (pointer: string, code: string, detail: string): number =>
    found.push({ pointer: `/content${pointer}`, code, detail });

  if (modules.length === 0) report('/modules', 'module-missing', 'A method has at least one module');
  for (const id of repeated(elementIds(content)))
    report('', 'element-id-repeated', `${id} names more than one element`);
  for (const id of elementIds(content).filter((id) => id.startsWith(LOCAL_NAMESPACE)))
    report('', 'element-id-local', `${id} is in the namespace of local elements`);
  for (const [index, { slotId, moduleId }] of extensionSlots.entries())
    if (!moduleIds.has(moduleId))
      report(`/extensionSlots/${index}/moduleId`, 'module-unknown', `${slotId} is in no module ${moduleId}`);
  for (const [index, question] of questions.entries()) {
    if (!moduleIds.has(question.moduleId))
      report(`/questions/${index}/moduleId`, 'module-unknown', `${question.questionId} is in no ${question.moduleId}`);
    for (const { code, detail } of questionFaults(question)) report(`/questions/${index}`, code, detail);
  }
  return found;
}

function questionFaults(question: CommonQuestion): { code: string; detail: string }[] {
  const { questionId: id, codes } = question;
  const count = (kind: string): number => codes.filter((code) => code.kind === kind).length;
  const faults: [boolean, string, string][] = [
    [repeated(codes.map(({ code }) => code)).size > 0, 'code-repeated', `${id} has a code twice`],
    [repeated(question.timePoints).size > 0, 'time-point-repeated', `${id} is asked twice at a time point`],
    [mixesTimePoints(question), 'time-point-mixed', `${id} is asked once, and before or after as well`],
    [question.timePoints.length === 0, 'time-point-missing', `${id} is asked at no time point`],
    [codes.length === 0, 'code-missing', `${id} has no codes`],
  ];
  if (question.core)
    faults.push(
      [question.concept.trim() === '', 'concept-missing', `Core question ${id} has no concept`],
      [count('answer') < 2, 'answers-missing', `Core question ${id} has fewer than two answer codes`],
      [count('dont-know') === 0, 'dont-know-missing', `Core question ${id} has no code for "don't know"`],
      [count('refused') === 0, 'refused-missing', `Core question ${id} has no code for a refused answer`],
      [policyOf(question, 'presence') === 'free', 'core-droppable', `Core question ${id} cannot be free to drop`],
    );
  return faults.filter(([wrong]) => wrong).map(([, code, detail]) => ({ code, detail }));
}
