/** No figure about fewer units than this leaves the service: neither pooled nor released nor to the public. */
export const MIN_BASE = 10;

/** A group of a breakdown: the wave, a region, a country or an assembly, with the groups that it is the sum of. */
export interface Group {
  /** How many units answered. */
  n: number;
  parts: Group[];
}

/**
 * The groups of a breakdown whose figures must not be shown: those under the minimum, and as few others as it takes so
 * that no subtraction brings a hidden one back. Of a shown group never exactly one part is hidden; a hidden group that has
 * parts hides at least one of them. The next smallest part is hidden then, the first of equals.
 *
 * Why this is enough: a hidden figure is the sum of hidden ones down to a smallest group, and has a hidden neighbour of
 * which the same holds; one can be larger and the other smaller by one without changing anything that is shown.
 */
export function hiddenGroups(whole: Group): Set<Group> {
  const hidden = new Set<Group>();
  if (whole.n < MIN_BASE) hidden.add(whole);
  hideParts(whole, hidden);
  return hidden;
}

function hideParts(group: Group, hidden: Set<Group>): void {
  for (const part of group.parts) if (part.n < MIN_BASE) hidden.add(part);
  const count = group.parts.filter((part) => hidden.has(part)).length;
  if (hidden.has(group) ? count === 0 : count === 1) {
    const shown = group.parts.filter((part) => !hidden.has(part));
    const [smallest] = shown.toSorted((a, b) => a.n - b.n);
    if (smallest) hidden.add(smallest);
  }
  for (const part of group.parts) hideParts(part, hidden);
}
