import { REGIONS } from '@polyphony/contracts';
import { isISO31661Alpha2 } from 'class-validator';
import { COUNTRIES, regionOf } from './region.js';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const ALL = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter((code) =>
  isISO31661Alpha2(code),
);

describe('The region table', () => {
  it('has every country once, and only Antarctica is missing', () => {
    const listed = Object.values(COUNTRIES).flatMap((codes) => codes.split(/\s+/));
    expect(listed).toHaveLength(248);
    expect(new Set(listed).size).toBe(248);
    expect(ALL.filter((code) => !listed.includes(code))).toEqual(['AQ']);
    expect(listed.filter((code) => !ALL.includes(code))).toEqual([]);
    expect(Object.keys(COUNTRIES).sort()).toEqual([...REGIONS].sort());
  });

  it('puts countries where its sources do', () => {
    const of = (...countries: string[]) => countries.map(regionOf);
    expect(of('KE', 'EG', 'IR', 'UZ', 'TR')).toEqual([
      'africa',
      'middle-east-north-africa',
      'middle-east-north-africa',
      'asia-pacific',
      'europe',
    ]);
    expect(of('MX', 'CA', 'GL')).toEqual(['latin-america-caribbean', 'north-america', 'north-america']);
    expect(() => regionOf('AQ')).toThrow(/belongs to no region/);
  });
});
