import type { AdaptedQuestion, QuestionDefinition, RecodeEntry, TimePoint, UnitKind } from '@polyphony/contracts';

/** How comparable the answers of an assembly are that enter a pooled figure. */
export const POOLED_GRADES = ['identical', 'translated', 'recoded'] as const;
export type PooledGrade = (typeof POOLED_GRADES)[number];

/** Why the answers of an assembly are left out of a pooled figure. */
export const LEFT_OUT_REASONS = [
  /** Its map cannot tell two common codes apart. */
  'collapsing',
  'not-comparable',
  'not-asked',
  /** It follows another version of the method than its wave. */
  'other-version',
  /** It has sent results, but none for this question at this time point. */
  'no-answers',
  /** It was held, and has sent no results. */
  'no-results',
  /** Its answers wait until more come: so few would stand out against the release before. */
  'too-few',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export type Comparability = { grade: PooledGrade } | { leftOut: LeftOutReason };

/** A question as one adaptation asks it. */
export interface AskedQuestion {
  questionId: string;
  unitKind: UnitKind;
  timePoints: readonly TimePoint[];
  /** The code under which each code that the assembly uses is tallied. */
  tallied: ReadonlyMap<string, string>;
}

/** Questions of an approved adaptation of a published version that are asked, common and local ones, by their ids. */
export function askedQuestions(
  common: readonly QuestionDefinition[],
  adapted: readonly AdaptedQuestion[],
  local: readonly QuestionDefinition[],
): Map<string, AskedQuestion> {
  const definitions = new Map(common.map((question) => [question.questionId, question]));
  const asked = new Map<string, AskedQuestion>();
  for (const { questionId, grade, recodeMap } of adapted) {
    const definition = definitions.get(questionId);
    if (definition && grade !== 'not-asked') asked.set(questionId, asAsked(definition, recodeMap));
  }
  for (const definition of local) asked.set(definition.questionId, asAsked(definition));
  return asked;
}

/** How the answers to a common question compare under an adaptation, by its grade and by what its map really does. */
export function comparabilityOf(adapted: AdaptedQuestion | undefined): Comparability {
  if (!adapted) return { leftOut: 'not-asked' };
  const { grade, recodeMap } = adapted;
  if (grade === 'collapsing' || grade === 'not-comparable' || grade === 'not-asked') return { leftOut: grade };
  if (recodeMap?.some((entry) => entry.common.length > 1)) return { leftOut: 'collapsing' };
  if (recodeMap?.some((entry) => entry.common.length === 0)) return { leftOut: 'not-comparable' };
  return { grade };
}

function asAsked({ questionId, unitKind, timePoints, codes }: QuestionDefinition, map?: RecodeEntry[]): AskedQuestion {
  const tallied = map
    ? map.map((entry) => [entry.local, talliedAs(entry)] as const)
    : codes.map(({ code }) => [code, code] as const);
  return { questionId, unitKind, timePoints, tallied: new Map(tallied) };
}

/** One common code; several as `a+b`, a figure of its assembly only; none as a local code, likewise. */
function talliedAs({ local, common }: RecodeEntry): string {
  return common.length === 0 ? `local:${local}` : [...common].sort().join('+');
}
