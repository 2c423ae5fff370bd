import { losesNothing, storable } from './storable.js';

describe('Text that strangers sent', () => {
  it('stays as it is when the database can hold it', () => {
    expect(storable('e\u0301, 世界, 🌍\n')).toBe('e\u0301, 世界, 🌍\n');
    expect(losesNothing('x'.repeat(800))).toBe(true);
  });

  it.each([
    ['NUL', 'a\0b', 'a\uFFFDb'],
    ['half of a pair of surrogates', 'a\uD83C', 'a\uFFFD'],
    ['what is beyond 800 characters', 'x'.repeat(900), `${'x'.repeat(800)}\uFFFD`],
    ['the pair that a cut would halve', `${'x'.repeat(799)}🌍`, `${'x'.repeat(799)}\uFFFD\uFFFD`],
  ])('loses %s, which shows for ever', (_, text, stored) => {
    expect(storable(text)).toBe(stored);
    expect(storable(stored)).toBe(stored);
    expect(losesNothing(text)).toBe(false);
    expect(losesNothing(stored)).toBe(false);
  });
});
