import fc from 'fast-check';
import { hiddenGroups, MIN_BASE, type Group } from './suppression.js';

const leaf = (n: number): Group => ({ n, parts: [] });
const sum = (...parts: Group[]): Group => ({ n: parts.reduce((n, part) => n + part.n, 0), parts });

describe('Suppression of small groups', () => {
  const tree = (depth: number): fc.Arbitrary<Group> =>
    depth === 0
      ? fc.integer({ min: 1, max: 30 }).map(leaf)
      : fc.array(tree(depth - 1), { minLength: 1, maxLength: 4 }).map((parts) => sum(...parts));

  it('hides no group when each is large enough', () => {
    expect(hiddenGroups(sum(leaf(MIN_BASE), leaf(12))).size).toBe(0);
  });

  it('hides the next smallest beside a single small group, and no more', () => {
    const [small, next, large] = [leaf(9), leaf(11), leaf(40)];
    expect(hiddenGroups(sum(large, small, next))).toEqual(new Set([small, next]));
  });

  it('hides two small groups without a third', () => {
    const [one, other, large] = [leaf(9), leaf(3), leaf(40)];
    expect(hiddenGroups(sum(one, other, large))).toEqual(new Set([one, other]));
  });

  it('hides a part of a group that is hidden for the sake of its neighbour', () => {
    const [small, part, larger] = [leaf(4), leaf(10), leaf(20)];
    const neighbour = sum(part, larger);
    expect(hiddenGroups(sum(sum(small), neighbour))).toContain(part);
  });

  it('shows no small group and lets none be found by adding and subtracting what is shown', () => {
    fc.assert(
      fc.property(tree(3), (whole) => {
        const hidden = hiddenGroups(whole);
        for (const group of groupsOf(whole)) if (group.n < MIN_BASE) expect(hidden.has(group)).toBe(true);
        expect(derivable(whole, hidden)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('would let them be found if small groups alone were hidden', () => {
    const naive = fc.property(tree(3), (whole) => {
      const small = groupsOf(whole).filter((group) => group.n < MIN_BASE);
      return derivable(whole, new Set(small)).length === 0;
    });
    expect(fc.check(naive, { numRuns: 500 }).failed).toBe(true);
  });
});

function groupsOf(group: Group): Group[] {
  return [group, ...group.parts.flatMap(groupsOf)];
}

/** Hidden groups that follow from sums in which they are the only unknown, again and again. */
function derivable(whole: Group, hidden: Set<Group>): Group[] {
  const unknown = new Set(hidden);
  const sums = groupsOf(whole).filter((group) => group.parts.length > 0);
  for (let size = -1; size !== unknown.size;) {
    size = unknown.size;
    for (const group of sums) {
      const missing = [group, ...group.parts].filter((one) => unknown.has(one));
      if (missing.length === 1) unknown.delete(missing[0]!);
    }
  }
  return [...hidden].filter((group) => !unknown.has(group));
}
