import type { QuestionDefinition, TimePoint, UnitKind } from '@polyphony/contracts';
import { comparabilityOf, type Comparability } from '../questionnaire/asked-question.js';
import { hiddenGroups, type Group } from './suppression.js';
import type { CodeCount, SeriesCounts, WaveSnapshot } from './wave-snapshot.js';

export const LEVELS = ['wave', 'region', 'country', 'assembly'] as const;
export type Level = (typeof LEVELS)[number];

/** The answers of one group to one question, at one time point, by one kind of unit. */
export interface Figure {
  questionId: string;
  timePoint: TimePoint;
  unitKind: UnitKind;
  level: Level;
  /** The wave's id, a region, a country, or an assembly's id. */
  group: string;
  /** Units that answered, with explicit don't know and refused; null where suppressed. */
  n: number | null;
  /** Empty where suppressed. */
  codes: { code: string; count: number; share: number }[];
  suppressed: boolean;
}

/** A {@link Group} of one series with its figures. */
interface Branch extends Group {
  level: Level;
  key: string;
  counts: Map<string, number>;
  parts: Branch[];
}

/** Every figure of a wave: pooled ones of comparable assemblies, and those of each assembly; in one order, always. */
export function figuresOf(snapshot: WaveSnapshot): Figure[] {
  const questions = new Map(snapshot.questions.map((question) => [question.questionId, question]));
  const comparable = comparabilities(snapshot);
  const bySeries = Map.groupBy(snapshot.series, (one) => JSON.stringify([one.questionId, one.timePoint, one.unitKind]));
  return [...bySeries.values()]
    .flatMap((series) => {
      const { questionId } = series[0]!;
      const question = questions.get(questionId);
      const { pooled = [], alone = [] } = Object.groupBy(series, ({ assemblyId }) =>
        question && 'grade' in comparable(assemblyId, questionId) ? 'pooled' : 'alone',
      );
      const roots = alone.map(assemblyBranch);
      if (pooled.length > 0) roots.push(waveBranch(snapshot, pooled));
      return roots.flatMap((root) => shown(root, series[0]!, question));
    })
    .sort(inOrder);
}

/** How each assembly's answers to a common question compare, by the ids of both. */
export function comparabilities(snapshot: WaveSnapshot): (assemblyId: string, questionId: string) => Comparability {
  const known = new Map(
    snapshot.assemblies.map((assembly) => [
      assembly.assemblyId,
      {
        sameVersion: assembly.methodologyVersionId === snapshot.methodologyVersionId,
        adapted: new Map(assembly.questions.map((question) => [question.questionId, question])),
      },
    ]),
  );
  return (assemblyId, questionId) => {
    const assembly = known.get(assemblyId);
    return assembly?.sameVersion ? comparabilityOf(assembly.adapted.get(questionId)) : { leftOut: 'other-version' };
  };
}

function shown(root: Branch, about: SeriesCounts, question: QuestionDefinition | undefined): Figure[] {
  const hidden = hiddenGroups(root);
  return withParts(root).map((branch) => figureOf(about, question, branch, hidden.has(branch)));
}

function waveBranch({ waveId, assemblies }: WaveSnapshot, series: SeriesCounts[]): Branch {
  const places = new Map(assemblies.map((assembly) => [assembly.assemblyId, assembly]));
  const regions = [...Map.groupBy(series, (one) => places.get(one.assemblyId)!.region)].map(([region, inRegion]) => {
    const countries = [...Map.groupBy(inRegion, (one) => places.get(one.assemblyId)!.country)].map(
      ([country, inCountry]) => sumOf('country', country, inCountry.map(assemblyBranch)),
    );
    return sumOf('region', region, countries);
  });
  return sumOf('wave', waveId, regions);
}

function assemblyBranch({ assemblyId, codes }: SeriesCounts): Branch {
  return branch(
    'assembly',
    assemblyId,
    codes.map(({ code, count }) => [code, count]),
    [],
  );
}

function sumOf(level: Level, key: string, parts: Branch[]): Branch {
  return branch(
    level,
    key,
    parts.flatMap((part) => [...part.counts]),
    // Of equals the first is hidden: which one that is must not depend on how the rows came.
    parts.toSorted((a, b) => byText(a.key, b.key)),
  );
}

function branch(level: Level, key: string, counts: [string, number][], parts: Branch[]): Branch {
  const sums = new Map<string, number>();
  for (const [code, count] of counts) sums.set(code, (sums.get(code) ?? 0) + count);
  return { level, key, counts: sums, parts, n: [...sums.values()].reduce((sum, count) => sum + count, 0) };
}

function withParts(branch: Branch): Branch[] {
  return [branch, ...branch.parts.flatMap(withParts)];
}

function figureOf(
  { questionId, timePoint, unitKind }: SeriesCounts,
  question: QuestionDefinition | undefined,
  { level, key, counts, n }: Branch,
  suppressed: boolean,
): Figure {
  const about = { questionId, timePoint, unitKind, level, group: key };
  if (suppressed) return { ...about, n: null, codes: [], suppressed };
  // A pooled figure shows the codes that nobody gave too; the order is that of the method.
  const common = level === 'assembly' ? [] : (question?.codes ?? []).map(({ code }) => code);
  const order = [...new Set([...common, ...[...counts.keys()].sort(byText)])];
  const codes = order.map((code) => ({ code, count: counts.get(code) ?? 0 })).map((one) => withShare(one, n));
  return { ...about, n, codes, suppressed };
}

/** Rounded to six digits, the same on every machine. */
function withShare({ code, count }: CodeCount, n: number): Figure['codes'][number] {
  return { code, count, share: Math.round((count / n) * 1e6) / 1e6 };
}

function inOrder(a: Figure, b: Figure): number {
  return (
    byText(a.questionId, b.questionId) ||
    byText(a.timePoint, b.timePoint) ||
    byText(a.unitKind, b.unitKind) ||
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    byText(a.group, b.group)
  );
}

/** By code units: not by the language of the machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
