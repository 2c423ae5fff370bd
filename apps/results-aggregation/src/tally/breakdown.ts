import { byText } from './by-text.js';
import type { Figure, Level, Published } from './figures.js';
import type { Group } from './suppression.js';
import { seriesName, type CodeCount, type SeriesCounts, type WaveSnapshot } from './wave-snapshot.js';

/** A {@link Group} of one series, by its place in the wave. */
export interface Branch extends Group {
  level: Level;
  /** The wave's id, a region, a country, or an assembly's id. */
  key: string;
  /** Of an assembly, as they are now and as the last release holds them; what is above is their sum. */
  counts: CodeCount[];
  countsBefore: CodeCount[];
  parts: Branch[];
}

/** What the last release says of one group of a series. */
export interface History {
  countsOf(series: SeriesCounts): CodeCount[];
  shows(series: SeriesCounts, level: Level, group: string): boolean;
}

/** Looks up the last release. */
export function historyOf({ figures, series }: Published): History {
  const counts = new Map(series.map((one) => [JSON.stringify([seriesName(one), one.assemblyId]), one.codes]));
  const nameOf = (one: Pick<Figure, 'questionId' | 'timePoint' | 'unitKind'>, level: Level, group: string): string =>
    JSON.stringify([seriesName(one), level, group]);
  const shown = new Set(
    figures.filter(({ suppressed }) => !suppressed).map((figure) => nameOf(figure, figure.level, figure.group)),
  );
  return {
    countsOf: (one) => counts.get(JSON.stringify([seriesName(one), one.assemblyId])) ?? [],
    shows: (one, level, group) => shown.has(nameOf(one, level, group)),
  };
}

/** One series of all assemblies that are pooled, by region and country. */
export function waveBranch({ waveId, assemblies }: WaveSnapshot, series: SeriesCounts[], history: History): Branch {
  const places = new Map(assemblies.map((assembly) => [assembly.assemblyId, assembly]));
  const sumOf = (level: Level, key: string, parts: Branch[]): Branch => ({
    level,
    key,
    counts: [],
    countsBefore: [],
    n: parts.reduce((sum, { n }) => sum + n, 0),
    before: parts.reduce((sum, { before }) => sum + before, 0),
    shownBefore: history.shows(series[0]!, level, key),
    // Of equals the first is hidden: which one that is must not depend on how the rows came.
    parts: parts.toSorted((a, b) => byText(a.key, b.key)),
  });
  const regions = [...Map.groupBy(series, (one) => places.get(one.assemblyId)!.region)].map(([region, inRegion]) => {
    const countries = [...Map.groupBy(inRegion, (one) => places.get(one.assemblyId)!.country)].map(
      ([country, inCountry]) =>
        sumOf(
          'country',
          country,
          inCountry.map((one) => assemblyBranch(one, history)),
        ),
    );
    return sumOf('region', region, countries);
  });
  return sumOf('wave', waveId, regions);
}

/** One series of one assembly. */
export function assemblyBranch(series: SeriesCounts, history: History): Branch {
  const countsBefore = history.countsOf(series);
  return {
    level: 'assembly',
    key: series.assemblyId,
    counts: series.codes,
    countsBefore,
    n: unitsIn(series.codes),
    before: unitsIn(countsBefore),
    shownBefore: history.shows(series, 'assembly', series.assemblyId),
    parts: [],
  };
}

/** The assemblies within a branch. */
export function leavesOf(branch: Branch): Branch[] {
  return branch.parts.length === 0 ? [branch] : branch.parts.flatMap(leavesOf);
}

/** How many units gave these answers. */
export function unitsIn(counts: readonly CodeCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
