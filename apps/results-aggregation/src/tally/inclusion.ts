import type { TimePoint, UnitKind } from '@polyphony/contracts';
import type { LeftOutReason, PooledGrade } from '../questionnaire/asked-question.js';
import { unitsIn } from './breakdown.js';
import { byText } from './by-text.js';
import { comparabilities } from './figures.js';
import {
  seriesName,
  type CodeCount,
  type HeldAssembly,
  type SeriesCounts,
  type WaveSnapshot,
} from './wave-snapshot.js';

/** What else a reader should know of an assembly in one series. */
export interface InclusionNotes {
  assemblyId: string;
  country: string;
  /** Some of its answers wait for more: so few would stand out against the release before. */
  waiting: boolean;
  /** More units answered than people came. */
  moreThanAttended: boolean;
  /** It was held outside of the wave's window: not to be compared day by day with the others. */
  outsideWindow: boolean;
}

/**
 * For one common question at one time point: whose answers the pooled figures hold and how comparable they are, and whose
 * not and why. An assembly that is left out for its codes may have figures of its own.
 */
export interface Inclusion {
  questionId: string;
  timePoint: TimePoint;
  unitKind: UnitKind;
  included: (InclusionNotes & { grade: PooledGrade })[];
  leftOut: (InclusionNotes & { reason: LeftOutReason })[];
}

/** The inclusion of every assembly that has started, in figures that hold these counts; live ones hold all. */
export function inclusionOf(snapshot: WaveSnapshot, published = snapshot.series): Inclusion[] {
  const comparable = comparabilities(snapshot);
  const counted = byAssembly(snapshot.series);
  const held = byAssembly(published);
  const answering = new Set(snapshot.series.map(({ assemblyId }) => assemblyId));
  const assemblies = snapshot.assemblies.toSorted((a, b) => byText(a.assemblyId, b.assemblyId));
  return snapshot.questions
    .flatMap(({ questionId, timePoints, unitKind }) =>
      timePoints.map((timePoint): Inclusion => {
        const inclusion: Inclusion = { questionId, timePoint, unitKind, included: [], leftOut: [] };
        for (const assembly of assemblies) {
          const { assemblyId } = assembly;
          const name = JSON.stringify([seriesName(inclusion), assemblyId]);
          const [now, inFigures] = [counted.get(name), held.get(name)];
          const notes = notesOf(assembly, now, inFigures);
          const comparability = comparable(assemblyId, questionId);
          const leaveOut = (reason: LeftOutReason) => inclusion.leftOut.push({ ...notes, reason });
          if (!answering.has(assemblyId)) leaveOut('no-results');
          else if ('leftOut' in comparability) leaveOut(comparability.leftOut);
          else if (!now) leaveOut('no-answers');
          else if (!inFigures) leaveOut('too-few');
          else inclusion.included.push({ ...notes, grade: comparability.grade });
        }
        return inclusion;
      }),
    )
    .sort((a, b) => byText(a.questionId, b.questionId) || byText(a.timePoint, b.timePoint));
}

function notesOf(
  { assemblyId, country, attended, outsideWindow }: HeldAssembly,
  now: CodeCount[] = [],
  inFigures: CodeCount[] = [],
): InclusionNotes {
  return {
    assemblyId,
    country,
    waiting: textOf(now) !== textOf(inFigures),
    moreThanAttended: attended !== null && unitsIn(inFigures) > attended,
    outsideWindow,
  };
}

function byAssembly(series: SeriesCounts[]): Map<string, CodeCount[]> {
  return new Map(series.map((one) => [JSON.stringify([seriesName(one), one.assemblyId]), one.codes]));
}

function textOf(counts: CodeCount[]): string {
  return JSON.stringify(
    counts.map(({ code, count }) => [code, count]).sort(([a], [b]) => byText(String(a), String(b))),
  );
}
