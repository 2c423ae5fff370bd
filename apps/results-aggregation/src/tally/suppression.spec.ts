import fc from 'fast-check';
import { fewThatFollow, leafOf, Reader, Releases, sumOf, type Shape } from './suppression.fixture.js';
import { disclosureOf, MIN_BASE, withParts, type Group } from './suppression.js';

/** Groups within groups, of up to six without parts. */
const shapes = fc.constantFrom<Shape>(
  [0, 1],
  [0, 1, 2],
  [[0], [1]],
  [[0, 1], [2]],
  [
    [0, 1, 2],
    [3, 4, 5],
  ],
  [[[0], [1]], [[2, 3]]],
  [[[0, 1], [2]], [[3]], [[4, 5]]],
);
/** How many people come to each of the six between two releases. */
const arrivals = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 14 })), {
  minLength: 6,
  maxLength: 6,
});

const hidden = (whole: Group): Set<Group> => {
  const { shown } = disclosureOf(whole);
  return new Set(withParts(whole).filter((group) => !shown.has(group)));
};

describe('Suppression of small groups in one release', () => {
  it('hides no group when each is large enough', () => {
    expect(hidden(sumOf([leafOf(MIN_BASE), leafOf(12)])).size).toBe(0);
  });

  it('hides the next smallest beside a single small group, and no more', () => {
    const [small, next, large] = [leafOf(9), leafOf(11), leafOf(40)];
    expect(hidden(sumOf([large, small, next]))).toEqual(new Set([small, next]));
  });

  it('hides two small groups without a third when they are enough together', () => {
    const [one, other, large] = [leafOf(9), leafOf(3), leafOf(40)];
    expect(hidden(sumOf([one, other, large]))).toEqual(new Set([one, other]));
  });

  it('hides a third when two small groups are few together', () => {
    const [one, other, third] = [leafOf(4), leafOf(3), leafOf(20)];
    expect(hidden(sumOf([one, other, third, leafOf(40)]))).toEqual(new Set([one, other, third]));
  });

  it('hides a part of a group that is hidden for the sake of its neighbour', () => {
    const [small, part, larger] = [leafOf(4), leafOf(10), leafOf(20)];
    const neighbour = sumOf([part, larger]);
    expect(hidden(sumOf([sumOf([small]), neighbour]))).toContain(part);
  });

  it('hides everything of a whole that is small', () => {
    const whole = sumOf([leafOf(5), leafOf(4)]);
    expect(hidden(whole).size).toBe(3);
  });
});

describe('Suppression of small differences between releases', () => {
  it('repeats a figure that few have come to', () => {
    const kenya = leafOf(31, 30, true);
    const { shown, renewed } = disclosureOf(sumOf([kenya, leafOf(40, 40, true)], true));
    expect(shown).toContain(kenya);
    expect(renewed).not.toContain(kenya);
  });

  it('lets a figure grow that enough have come to, beside one that does not', () => {
    const [kenya, ghana] = [leafOf(40, 30, true), leafOf(41, 40, true)];
    expect(disclosureOf(sumOf([kenya, ghana], true)).renewed).toEqual(new Set([kenya]));
  });

  it('keeps hidden what would bring back what was hidden beside it', () => {
    const [kenya, ghana] = [leafOf(30, 30), leafOf(19, 9)];
    expect(hidden(sumOf([kenya, ghana], true))).toEqual(new Set([kenya, ghana]));
  });

  it('shows what was hidden once all that was hidden together has grown', () => {
    expect(hidden(sumOf([leafOf(40, 30), leafOf(19, 9)], true)).size).toBe(0);
  });

  it('shows a late group that is large enough, and leaves a small one out', () => {
    const [kenya, late, small] = [leafOf(30, 30, true), leafOf(12), leafOf(9)];
    const { shown, renewed } = disclosureOf(sumOf([kenya, late, small], true));
    expect([shown.has(late), shown.has(small)]).toEqual([true, false]);
    expect(renewed).toEqual(new Set([late]));
  });

  it('shows a late group beside an earlier one that stays hidden in the same country', () => {
    const [kenya, small, late] = [leafOf(30, 30), leafOf(9, 9), leafOf(12)];
    const ghana = sumOf([small, late]);
    expect(hidden(sumOf([kenya, ghana], true))).toEqual(new Set([kenya, ghana, small]));
  });

  it('shows and repeats exactly the same when nothing has come', () => {
    fc.assert(
      fc.property(shapes, arrivals, (shape, coming) => {
        const releases = new Releases(shape);
        const first = releases.publish(coming);
        const again = releases.publish(coming.map(() => 0));
        expect(again).toEqual({ shown: first.shown, renewed: [] });
      }),
    );
  });
});

describe('Whoever reads all releases of a wave', () => {
  const wave = fc.tuple(shapes, fc.array(arrivals, { minLength: 1, maxLength: 4 }));

  it('learns the answers of fewer than ten people from no sum or difference, whatever comes when', () => {
    fc.assert(
      fc.property(wave, ([shape, coming]) => {
        expect(fewThatFollow(shape, coming)).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });

  it('would learn them if each release were judged as if it were the first', () => {
    const forgetful = fc.property(wave, ([shape, coming]) => !fewThatFollow(shape, coming, false));
    expect(fc.check(forgetful, { numRuns: 3_000 }).failed).toBe(true);
  });

  it('would learn nine people of Ghana from two releases that hide too little', () => {
    const [kenya, ghana, later] = [0, 1, 2];
    const reader = new Reader();
    reader.read([true, true, false]);
    expect(reader.knows([ghana])).toBe(false);
    reader.read([true, false, false]);
    expect([reader.knows([kenya]), reader.knows([ghana]), reader.knows([later])]).toEqual([true, true, false]);
  });
});
