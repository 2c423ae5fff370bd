/** One contestant: plays one run and answers its rate (things a second). */
export type Contestant = () => Promise<number>;

/** What a duel gave: the median rate of both sides, and the median of the ratios of neighbouring runs. */
export interface Duel {
  ours: number;
  other: number;
  /** Ours ÷ other. */
  ratio: number;
  runs: number;
}

/** Fewer runs say too little on a machine that others use too. */
export const RUNS = 5;

/**
 * Plays both sides in turn, so that whatever else the machine does weighs on both, and compares each run with its
 * neighbour. One run of each goes before and does not count.
 */
export async function duel(ours: Contestant, other: Contestant, runs = RUNS): Promise<Duel> {
  await ours();
  await other();
  const pairs: [number, number][] = [];
  for (let run = 0; run < runs; run += 1) pairs.push([await ours(), await other()]);
  return {
    ours: quantile(
      pairs.map(([mine]) => mine),
      0.5,
    ),
    other: quantile(
      pairs.map(([, theirs]) => theirs),
      0.5,
    ),
    ratio: quantile(
      pairs.map(([mine, theirs]) => mine / theirs),
      0.5,
    ),
    runs,
  };
}

/**
 * The smallest value that at least this share of the values does not exceed (nearest rank); of an even number the median
 * is thus the lower middle one.
 * @throws RangeError without values
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('No values, no quantile');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
