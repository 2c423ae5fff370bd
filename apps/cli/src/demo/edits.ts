import type { Schema } from '@polyphony/client';
import type { DemoCountry } from './countries.js';
import { answerCodes, DROPPED_CORE, nationalTopic, RECODED } from './method.js';
import type { DemoAssembly } from './population.js';
import { localCodes } from './recode-maps.js';
import { NATIONAL_SLOT } from './texts/modules.js';
import { QUESTIONS, type DemoQuestion } from './texts/questions.js';
import { NO_ANSWER } from './texts/scales.js';
import { isSpoken, textIn } from './texts/text.js';

/** A change to the common method. */
export type Edit = Schema<'methodology', 'ReviseAdaptation'>['edits'][number];

/** The language of the common texts. */
const SOURCE = 'en';

/** Everything that the adaptation for one assembly changes, each edit with its local reason. */
export function editsFor(assembly: DemoAssembly, country: DemoCountry): Edit[] {
  const languages = country.languages.filter((language) => language !== SOURCE);
  return [
    ...recode(assembly),
    ...languages.flatMap((language) => QUESTIONS.flatMap((question) => translations(question, language, assembly))),
    ...drops(assembly),
    ...localQuestions(assembly, country),
  ];
}

/** The edit that no policy allows: a core question left out. */
export function forbiddenEdit(): Edit {
  return { kind: 'drop', elementId: DROPPED_CORE, localReason: 'The question is felt to be too delicate here.' };
}

function translations(question: DemoQuestion, language: string, { recoding }: DemoAssembly): Edit[] {
  const localReason = isSpoken(language)
    ? 'Most participants speak this language.'
    : 'Most participants speak this language; the text is a placeholder until it is translated.';
  const recoded = question.id === RECODED && recoding ? localCodes(recoding) : undefined;
  const codes = recoded ?? [...answerCodes(question), ...NO_ANSWER];
  const labels = Object.fromEntries(codes.map(({ code, label }) => [code, textIn(language, label)]));
  const about = { questionId: question.id, language, localReason };
  return [
    { kind: 'translate-wording', ...about, text: textIn(language, question.text) },
    { kind: 'translate-codes', ...about, labels },
  ];
}

function recode({ recoding }: DemoAssembly): Edit[] {
  if (!recoding) return [];
  const codes = localCodes(recoding);
  return [
    {
      kind: 'recode',
      questionId: RECODED,
      localCodes: codes.map(({ code, kind, label }) => ({ code, kind, label: label[SOURCE] })),
      map: codes.map(({ code, common }) => ({ local: code, common })),
      localReason: 'The pretest showed that people here answer in other words than the common ones.',
    },
  ];
}

function drops({ dropsOptionalModule, number }: DemoAssembly): Edit[] {
  if (!dropsOptionalModule) return [];
  const elementId = number % 2 === 0 ? 'story-round' : NATIONAL_SLOT.moduleId;
  return [{ kind: 'drop', elementId, localReason: 'The day is too short for it.' }];
}

function localQuestions({ localQuestions: wanted, number }: DemoAssembly, { code, languages }: DemoCountry): Edit[] {
  if (!wanted) return [];
  const language = languages[0]!;
  const yesNo = [
    { code: 'yes', kind: 'answer' as const, label: textIn(language, { en: 'Yes', fr: 'Oui', es: 'Sí' }) },
    { code: 'no', kind: 'answer' as const, label: textIn(language, { en: 'No', fr: 'Non', es: 'No' }) },
  ];
  return nationalTopic(number).map(({ id, concept, text }) => ({
    kind: 'add-local-question',
    slotId: NATIONAL_SLOT.id,
    question: {
      questionId: localQuestionId(code, id),
      concept,
      wording: textIn(language, text),
      core: false,
      unitKind: 'participant',
      timePoints: ['once'],
      codes: [...yesNo, ...NO_ANSWER.map((none) => ({ ...none, label: textIn(language, none.label) }))],
    },
    localReason: 'The question is debated in our country now.',
  }));
}

/** Local elements live in a namespace of their own. */
export function localQuestionId(country: string, id: string): string {
  return `local:${country.toLowerCase()}-${id}`;
}
