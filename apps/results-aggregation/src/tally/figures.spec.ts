import fc from 'fast-check';
import { disclose, type Published } from './figures.js';
import { counts, held, snapshotWith } from './wave-snapshot.fixture.js';
import type { SeriesCounts } from './wave-snapshot.js';

const ASSEMBLIES = [
  held('ke', 'KE'),
  held('gh', 'GH'),
  held('br', 'BR', { region: 'latin-america-caribbean' }),
  held('pe', 'PE', {
    region: 'latin-america-caribbean',
    questions: [{ questionId: 'Q1', grade: 'collapsing', recodeMap: [{ local: 'no', common: ['disagree', 'pass'] }] }],
  }),
];
const of = (series: SeriesCounts[], last?: Published) => disclose(snapshotWith(ASSEMBLIES, series), last);
const shown = ({ figures }: Published) =>
  figures.filter(({ suppressed }) => !suppressed).map(({ level, group, n }) => [level, group, n]);

describe('The figures of a wave', () => {
  it('add comparable assemblies up by country, region and wave, and leave the others alone', () => {
    const published = of([
      counts('ke', { agree: 12 }),
      counts('gh', { agree: 10, pass: 1 }),
      counts('br', { disagree: 20 }),
      counts('pe', { agree: 7, 'disagree+pass': 6 }),
    ]);
    expect(shown(published)).toEqual([
      ['wave', 'wave', 43],
      ['region', 'africa', 23],
      ['region', 'latin-america-caribbean', 20],
      ['country', 'BR', 20],
      ['country', 'GH', 11],
      ['country', 'KE', 12],
      ['assembly', 'br', 20],
      ['assembly', 'gh', 11],
      ['assembly', 'ke', 12],
      ['assembly', 'pe', 13],
    ]);
  });

  it('show every common code in the order of the method, and those of an assembly that were given', () => {
    const [wave, , , assembly] = of([counts('ke', { pass: 3, agree: 9 })]).figures;
    expect(wave!.codes).toEqual([
      { code: 'agree', count: 9, share: 0.75 },
      { code: 'disagree', count: 0, share: 0 },
      { code: 'pass', count: 3, share: 0.25 },
    ]);
    expect(assembly!.codes.map(({ code }) => code)).toEqual(['agree', 'pass']);
  });

  it('keep time points and questions apart', () => {
    const [before, after] = (['before', 'after'] as const).map((timePoint) =>
      counts('ke', { yes: timePoint === 'before' ? 12 : 15 }, { questionId: 'Q2', timePoint }),
    );
    const { figures } = of([before!, after!, counts('ke', { agree: 11 })]);
    const wave = figures.filter(({ level }) => level === 'wave');
    expect(wave.map(({ questionId, timePoint, n }) => [questionId, timePoint, n])).toEqual([
      ['Q1', 'once', 11],
      ['Q2', 'after', 15],
      ['Q2', 'before', 12],
    ]);
  });

  it('judge each series by itself against the last release', () => {
    const q2 = (yes: number) => counts('ke', { yes }, { questionId: 'Q2', timePoint: 'before' });
    const first = of([counts('ke', { agree: 30 }), q2(30)]);
    const next = of([counts('ke', { agree: 31 }), q2(40)], first);
    expect(next.figures.filter(({ level }) => level === 'wave').map(({ n }) => n)).toEqual([30, 40]);
  });

  it('show of each code exactly what the shown parts add up to, in every release', () => {
    const arrival = fc.record({
      assemblyId: fc.constantFrom('ke', 'gh', 'br'),
      code: fc.constantFrom('agree', 'disagree', 'pass'),
      count: fc.integer({ min: 1, max: 25 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(arrival, { maxLength: 5 }), { minLength: 1, maxLength: 4 }), (releases) => {
        const now = new Map<string, Record<string, number>>();
        let last: Published | undefined;
        for (const arrivals of releases) {
          for (const { assemblyId, code, count } of arrivals) {
            const codes = now.get(assemblyId) ?? {};
            now.set(assemblyId, { ...codes, [code]: (codes[code] ?? 0) + count });
          }
          last = of(
            [...now].map(([id, codes]) => counts(id, codes)),
            last,
          );
          expect(contradictions(last)).toEqual([]);
        }
      }),
    );
  });
});

/** Shown groups that differ from the sum of what the release holds of their assemblies. */
function contradictions({ figures, series }: Published): string[] {
  const within = (level: string, group: string) =>
    series.filter(({ assemblyId }) => {
      const { country, region } = ASSEMBLIES.find((one) => one.assemblyId === assemblyId)!;
      return level === 'wave' || [assemblyId, country, region].includes(group);
    });
  return figures
    .filter(({ suppressed, level, group, n, codes }) => {
      const sum = (code?: string) =>
        within(level, group)
          .flatMap((one) => one.codes)
          .filter((one) => code === undefined || one.code === code)
          .reduce((total, { count }) => total + count, 0);
      return !suppressed && (n !== sum() || codes.some(({ code, count }) => count !== sum(code)));
    })
    .map(({ group }) => group);
}
