import type { QuestionDefinition, TimePoint, UnitKind } from '@polyphony/contracts';
import { comparabilityOf, type Comparability } from '../questionnaire/asked-question.js';
import { byText } from './by-text.js';
import { assemblyBranch, historyOf, leavesOf, unitsIn, waveBranch, type Branch } from './breakdown.js';
import { disclosureOf, withParts } from './suppression.js';
import { seriesName, type CodeCount, type SeriesCounts, type WaveSnapshot } from './wave-snapshot.js';

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

/**
 * What a release shows of a wave, and the counts that its figures are made of. Counts of hidden groups are among these: they
 * never leave the service, and are kept so that no later release gives them away.
 */
export interface Published {
  figures: Figure[];
  series: SeriesCounts[];
}

/** What may be published of a wave after the last release: pooled figures of comparable assemblies, and those of each. */
export function disclose(snapshot: WaveSnapshot, last: Published = { figures: [], series: [] }): Published {
  const questions = new Map(snapshot.questions.map((question) => [question.questionId, question]));
  const comparable = comparabilities(snapshot);
  const history = historyOf(last);
  const bySeries = Map.groupBy(snapshot.series, seriesName);
  const published = [...bySeries.values()].flatMap((series) => {
    const { questionId } = series[0]!;
    const question = questions.get(questionId);
    const { pooled = [], alone = [] } = Object.groupBy(series, ({ assemblyId }) =>
      question && 'grade' in comparable(assemblyId, questionId) ? 'pooled' : 'alone',
    );
    const roots = alone.map((one) => assemblyBranch(one, history));
    if (pooled.length > 0) roots.push(waveBranch(snapshot, pooled, history));
    return roots.map((root) => publishedOf(root, series[0]!, question));
  });
  return {
    figures: published.flatMap(({ figures }) => figures).sort(inOrder),
    series: published.flatMap(({ series }) => series),
  };
}

/** How each assembly's answers to a common question compare, by the ids of both. */
export function comparabilities(snapshot: WaveSnapshot): (assemblyId: string, questionId: string) => Comparability {
  const known = new Map(
    snapshot.assemblies.map((assembly) => [
      assembly.assemblyId,
      {
        sameVersion: assembly.methodologyVersionId === snapshot.methodologyVersionId,
        adapted: new Map(assembly.questions?.map((question) => [question.questionId, question])),
      },
    ]),
  );
  return (assemblyId, questionId) => {
    const assembly = known.get(assemblyId);
    return assembly?.sameVersion ? comparabilityOf(assembly.adapted.get(questionId)) : { leftOut: 'other-version' };
  };
}

function publishedOf(root: Branch, about: SeriesCounts, question: QuestionDefinition | undefined): Published {
  const { shown, renewed } = disclosureOf(root);
  const branches = withParts(root);
  const held = (branch: Branch): CodeCount[] => (renewed.has(branch) ? branch.counts : branch.countsBefore);
  const { questionId, timePoint, unitKind } = about;
  return {
    figures: branches.map((branch) =>
      shown.has(branch)
        ? figureOf(about, question, branch, sumOf(leavesOf(branch).flatMap(held)))
        : hidden(about, branch),
    ),
    series: leavesOf(root)
      .map((leaf) => ({ assemblyId: leaf.key, questionId, timePoint, unitKind, codes: held(leaf) }))
      .filter(({ codes }) => codes.length > 0),
  };
}

function hidden({ questionId, timePoint, unitKind }: SeriesCounts, { level, key }: Branch): Figure {
  return { questionId, timePoint, unitKind, level, group: key, n: null, codes: [], suppressed: true };
}

function figureOf(
  { questionId, timePoint, unitKind }: SeriesCounts,
  question: QuestionDefinition | undefined,
  { level, key }: Branch,
  counts: Map<string, number>,
): Figure {
  const n = unitsIn([...counts].map(([code, count]) => ({ code, count })));
  // A pooled figure shows the codes that nobody gave too; the order is that of the method.
  const common = level === 'assembly' ? [] : (question?.codes ?? []).map(({ code }) => code);
  const order = [...new Set([...common, ...[...counts.keys()].sort(byText)])];
  const codes = order.map((code) => withShare({ code, count: counts.get(code) ?? 0 }, n));
  return { questionId, timePoint, unitKind, level, group: key, n, codes, suppressed: false };
}

function sumOf(counts: CodeCount[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { code, count } of counts) sums.set(code, (sums.get(code) ?? 0) + count);
  return sums;
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
