/**
 * No figure about fewer units than this leaves the service, and none that lets one be found by subtraction, within a
 * release or between releases. Units, not people: a table or an assembly that decides together is one, as no event says
 * how many people stand behind a table's answer; a group is hidden too readily rather than too late (ADR 10).
 */
export const MIN_BASE = 10;

/** A group of a breakdown: the wave, a region, a country or an assembly, with the groups that it is the sum of. */
export interface Group {
  /** How many units have answered up to now; never fewer than before. */
  n: number;
  /** How many of them the figures of the last release hold. */
  before: number;
  /** Whether the last release shows its figures. */
  shownBefore: boolean;
  parts: Group[];
}

/** What the next release may show of a breakdown. */
export interface Disclosure {
  shown: Set<Group>;
  /** The groups without parts that enter with all that is known now; the others stay as in the last release. */
  renewed: Set<Group>;
}

/**
 * What may be shown after all that was shown before. The *rest* of a shown group is what no shown group within it holds:
 * it follows by subtraction, so it is as good as shown. Hence one rule, for every rest: it has grown by {@link MIN_BASE}
 * units since the last release, or it is the rest of then and is repeated as it was. What was shown stays shown; of the
 * others the smallest are hidden until the rule holds, the first of equals first.
 *
 * Why that is enough: the rests are disjoint, and whatever can be computed from one release is a sum of them. A rest that
 * has grown says nothing of what it held before, as nobody knows how much of it is new; one that is repeated says nothing
 * at all. So nothing about earlier units follows that did not follow before, and of the new ones only sums of at least
 * MIN_BASE. With nothing before, it is the suppression of a single release.
 */
export function disclosureOf(whole: Group): Disclosure {
  const shown = new Set(withParts(whole));
  settle(whole, shown);
  // A group that is the sum of shown ones can be computed anyway.
  for (const group of withParts(whole)) if (sizeOf(restOf(group, shown)).n === 0) shown.add(group);
  const renewed = [...shown].map((group) => restOf(group, shown)).filter(hasGrown);
  return { shown, renewed: new Set(renewed.flat()) };
}

/** Hides parts of a group until the rule holds for its rest, or else the group. Those of its parts are settled first. */
function settle(group: Group, shown: Set<Group>): void {
  for (const part of group.parts) settle(part, shown);
  const restBefore = sizeOf(restOf(group, shownBeforeIn(group))).before;
  for (;;) {
    const rest = restOf(group, shown);
    const size = sizeOf(rest);
    const isAsBefore = group.shownBefore && size.before === restBefore;
    if (size.n === 0 || hasGrown(rest) || isAsBefore) return;
    // Earlier units that a new group does not hold stay in the rest of then, and hide nothing of it.
    const isOfThen = size.before > 0 && !group.shownBefore;
    const [smallest] = isOfThen ? [] : hideable(group, shown);
    shown.delete(smallest ?? group);
    if (!smallest) return;
  }
}

/** The groups without parts of which none between them and this group is shown. */
function restOf(group: Group, shown: Set<Group>): Group[] {
  if (group.parts.length === 0) return [group];
  return group.parts.filter((part) => !shown.has(part)).flatMap((part) => restOf(part, shown));
}

function sizeOf(groups: Group[]): { n: number; before: number } {
  return {
    n: groups.reduce((sum, { n }) => sum + n, 0),
    before: groups.reduce((sum, { before }) => sum + before, 0),
  };
}

function hasGrown(rest: Group[]): boolean {
  const { n, before } = sizeOf(rest);
  return n - before >= MIN_BASE;
}

/** What is newly shown right below a group, the smallest first. */
function hideable(group: Group, shown: Set<Group>): Group[] {
  const outermost = (within: Group): Group[] =>
    within.parts.flatMap((part) => (shown.has(part) ? [part] : outermost(part)));
  return outermost(group)
    .filter((part) => !part.shownBefore)
    .toSorted((a, b) => a.n - b.n);
}

function shownBeforeIn(group: Group): Set<Group> {
  return new Set(withParts(group).filter((one) => one.shownBefore));
}

/** The group and all groups within it. */
export function withParts<G extends { parts: G[] }>(group: G): G[] {
  return [group, ...group.parts.flatMap((part) => withParts(part))];
}
