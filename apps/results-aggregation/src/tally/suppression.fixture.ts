import { disclosureOf, MIN_BASE, type Group } from './suppression.js';

/** A prime whose square is a safe integer. */
const PRIME = 67_108_859;

/**
 * All that follows by adding, subtracting and multiplying from what was shown: the space of its rows, over people that came
 * together. Knows nothing of the rule that it judges.
 */
export class Reader {
  private readonly basis: { pivot: number; row: number[] }[] = [];

  /** Has read a figure that holds these; each stands for itself, by its place. */
  read(held: readonly boolean[]): void {
    const row = this.without(held.map(Number));
    const pivot = row.findIndex((value) => value !== 0);
    if (pivot < 0) return;
    const inverse = power(row[pivot]!, PRIME - 2);
    this.basis.push({ pivot, row: row.map((value) => (value * inverse) % PRIME) });
  }

  /** Whether the answers of exactly these people, taken together, follow. */
  knows(places: readonly number[]): boolean {
    const length = this.basis[0]?.row.length ?? 0;
    const row = Array.from({ length }, (_, place) => Number(places.includes(place)));
    return places.length > 0 && length > 0 && this.without(row).every((value) => value === 0);
  }

  /** What is left of a row once all that is known has been taken away. */
  private without(row: number[]): number[] {
    for (const known of this.basis) {
      const factor = row[known.pivot]!;
      if (factor !== 0) row = row.map((value, place) => (value + (PRIME - factor) * known.row[place]!) % PRIME);
    }
    return row;
  }
}

/** Every choice of places whose sizes add up to less than the limit. */
export function* choicesBelow(limit: number, sizes: readonly number[], from = 0): Generator<number[]> {
  for (let place = from; place < sizes.length; place++) {
    const left = limit - sizes[place]!;
    if (left <= 0) continue;
    yield [place];
    for (const others of choicesBelow(left, sizes, place + 1)) yield [place, ...others];
  }
}

/** A group with parts; what it has follows from them. */
export function sumOf(parts: Group[], shownBefore = false): Group {
  const add = (of: (part: Group) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  return { n: add((part) => part.n), before: add((part) => part.before), shownBefore, parts };
}

/** A group without parts. */
export function leafOf(n: number, before = 0, shownBefore = false): Group {
  return { n, before, shownBefore, parts: [] };
}

/** Groups within groups, down to the places of those without parts. */
export type Shape = number | Shape[];

/** A breakdown that is released again and again, while people come to its groups without parts. */
export class Releases {
  private readonly now: number[] = [];
  private readonly before: number[] = [];
  private shown = new Set<string>();

  /** Without memory each release is judged as if it were the first. */
  constructor(
    private readonly shape: Shape,
    private readonly remembers = true,
  ) {}

  /** @returns which places each shown group holds, and which of all places hold all that has come up to now */
  publish(arrivals: readonly number[]): { shown: number[][]; renewed: number[] } {
    arrivals.forEach((count, place) => (this.now[place] = (this.now[place] ?? 0) + count));
    const names = new Map<Group, string>();
    const places = new Map<Group, number[]>();
    const whole = this.groupOf(this.shape, '', names, places);
    const { shown, renewed } = disclosureOf(whole);
    const renewedPlaces = [...renewed].flatMap((group) => places.get(group)!);
    for (const place of renewedPlaces) this.before[place] = this.now[place]!;
    this.shown = new Set([...shown].map((group) => names.get(group)!));
    const shownPlaces = [...shown].filter((group) => group.n > 0).map((group) => places.get(group)!);
    return { shown: shownPlaces, renewed: renewedPlaces };
  }

  private groupOf(shape: Shape, name: string, names: Map<Group, string>, places: Map<Group, number[]>): Group {
    const shownBefore = this.remembers && this.shown.has(name);
    const parts = Array.isArray(shape)
      ? shape.map((part, index) => this.groupOf(part, `${name}/${index}`, names, places))
      : [];
    const group = Array.isArray(shape)
      ? sumOf(parts, shownBefore)
      : leafOf(this.now[shape] ?? 0, this.remembers ? this.before[shape] : 0, shownBefore);
    names.set(group, name);
    places.set(group, Array.isArray(shape) ? parts.flatMap((part) => places.get(part)!) : [shape]);
    return group;
  }
}

/** Fewer than {@link MIN_BASE} people whose answers together follow from the releases, as [release, place]; or undefined. */
export function fewThatFollow(
  shape: Shape,
  arrivals: readonly number[][],
  remembers = true,
): [number, number][] | undefined {
  const releases = new Releases(shape, remembers);
  const width = arrivals[0]!.length;
  const people = arrivals.flat();
  const reader = new Reader();
  // Up to which release the figures hold what came to a place.
  const holdsUpTo: number[] = [];
  arrivals.forEach((arriving, release) => {
    const { shown, renewed } = releases.publish(arriving);
    for (const place of renewed) holdsUpTo[place] = release;
    for (const held of shown)
      reader.read(
        people.map(
          (count, at) =>
            count > 0 && held.includes(at % width) && Math.floor(at / width) <= (holdsUpTo[at % width] ?? -1),
        ),
      );
  });
  const came = people.flatMap((count, at) => (count > 0 ? [{ count, at }] : []));
  for (const choice of choicesBelow(
    MIN_BASE,
    came.map(({ count }) => count),
  )) {
    const followed = choice.map((index) => came[index]!.at);
    if (reader.knows(followed)) return followed.map((at) => [Math.floor(at / width), at % width]);
  }
  return undefined;
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let rest = exponent, factor = base; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * factor) % PRIME;
    factor = (factor * factor) % PRIME;
  }
  return result;
}
