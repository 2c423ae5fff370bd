import { duel, quantile } from './interleaved.js';

describe('Figures side by side', () => {
  it('come from runs that take turns, after one of each that does not count', async () => {
    const played: string[] = [];
    const contestant = (name: string, rates: number[]) => () => {
      played.push(name);
      return Promise.resolve(rates[played.filter((one) => one === name).length - 1]!);
    };
    const result = await duel(contestant('ours', [1, 10, 20, 30]), contestant('other', [999, 10, 40, 20]), 3);
    expect(played.join(' ')).toBe('ours other ours other ours other ours other');
    expect(result).toEqual({ ours: 20, other: 20, ratio: 1, runs: 3 });
  });

  it('take the median and other quantiles by rank', () => {
    expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(quantile([7], 0.99)).toBe(7);
    expect(
      quantile(
        Array.from({ length: 100 }, (_, index) => index + 1),
        0.99,
      ),
    ).toBe(99);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});
