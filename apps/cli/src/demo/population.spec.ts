import { COUNTRIES } from './countries.js';
import { assemblies, fellows, fellowsByRegion, isOfDemo, strategicPartners } from './population.js';

const count = <T>(things: readonly T[], which: (thing: T) => boolean): number => things.filter(which).length;

describe('the population of the demo', () => {
  const all = fellows();
  const planned = assemblies();

  it('has 96 fellows in 84 countries, in the regions of the field', () => {
    expect(all).toHaveLength(96);
    expect(new Set(COUNTRIES.map(({ code }) => code)).size).toBe(84);
    expect(Object.fromEntries(fellowsByRegion())).toEqual({
      africa: 30,
      'asia-pacific': 24,
      'latin-america-caribbean': 17,
      europe: 17,
      'middle-east-north-africa': 5,
      'north-america': 3,
    });
  });

  it('has 71 active fellows, 3 suspended, 22 only registered, and 12 strategic partners', () => {
    const withStatus = (status: string) => count(all, (fellow) => fellow.status === status);
    expect([withStatus('active'), withStatus('suspended'), withStatus('registered')]).toEqual([71, 3, 22]);
    expect(strategicPartners()).toHaveLength(12);
  });

  it('knows each of its partners by name, and nobody else', () => {
    const names = [...all, ...strategicPartners()].map(({ name }) => name);
    expect(names.filter((name) => !isOfDemo(name))).toEqual([]);
    expect(isOfDemo('Conversations Nairobi')).toBe(false);
  });

  it('speaks 38 languages and keeps real clocks', () => {
    expect(new Set(COUNTRIES.flatMap(({ languages }) => languages)).size).toBe(38);
    for (const { zone } of COUNTRIES) expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
  });

  it('plans 75 assemblies: 70 concluded, 3 cancelled, 2 postponed, some hosts with two, all hosts active', () => {
    const withFate = (fate: string) => count(planned, (assembly) => assembly.fate === fate);
    expect([planned.length, withFate('concluded'), withFate('cancelled'), withFate('postponed')]).toEqual([
      75, 70, 3, 2,
    ]);
    expect(new Set(planned.map(({ host }) => host)).size).toBe(67);
    expect(planned.every(({ host }) => all[host]!.status === 'active')).toBe(true);
  });

  it('brings together about 5,300 people, 12 to 150 an assembly and 72 in the middle', () => {
    const sizes = planned.filter((it) => it.fate === 'concluded').map((it) => it.participants);
    const sorted = sizes.sort((a, b) => a - b);
    expect([sorted[0], sorted[34], sorted[35], sorted.at(-1)]).toEqual([12, 72, 72, 150]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_355);
  });

  it('adapts as the field does: 45 with local questions, 8 without an optional module, 4 total maps and 2 collapsing, 2 refused', () => {
    expect(count(planned, (it) => it.localQuestions)).toBe(45);
    expect(count(planned, (it) => it.dropsOptionalModule)).toBe(8);
    expect(count(planned, (it) => it.dropsOptionalModule && it.localQuestions)).toBe(0);
    expect(count(planned, (it) => it.recoding === 'total')).toBe(4);
    expect(count(planned, (it) => it.recoding === 'collapsing')).toBe(2);
    expect(count(planned, (it) => it.refusedFirst)).toBe(2);
    expect(count(planned, (it) => it.late && it.fate === 'concluded')).toBe(7);
  });

  it('is the same every time', () => {
    expect(assemblies()).toEqual(planned);
    expect(fellows()).toEqual(all);
  });
});
