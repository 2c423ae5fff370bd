import { LEVELS } from '@polyphony/contracts';
import fc from 'fast-check';
import { contentWith, coreQuestion } from './content.fixture.js';
import type { CommonQuestion, Content } from './content.js';
import { changesBetween, compareSemver, covers, levelBetween } from './semver-rule.js';

const BASE = contentWith(coreQuestion('q1'), coreQuestion('q2'), { ...coreQuestion('extra'), core: false });
const revised = (change: (question: CommonQuestion) => object, id = 'q1'): Content => ({
  ...BASE,
  questions: BASE.questions.map((one) => (one.questionId === id ? { ...one, ...change(one) } : one)),
});
const neededFor = (after: Content): string[] =>
  changesBetween(BASE, after).map(({ what, level }) => `${what}: ${level}`);

describe('The number of a version', () => {
  it.each<[string, Content, string[]]>([
    ['the concept of a core question', revised(() => ({ concept: 'other' })), ['concept: major']],
    [
      'the codes of a core question',
      revised(({ codes }) => ({ codes: codes.filter(({ code }) => code !== 'no') })),
      ['codes: major', 'codeOrder: minor', 'labels: patch'],
    ],
    ['a core question gone', contentWith(...BASE.questions.slice(1)), ['removed: major']],
    ['a core question no longer core', revised(() => ({ core: false })), ['core: major']],
    ['who answers a core question', revised(() => ({ unitKind: 'table' })), ['unitKind: major']],
    ['a core question no longer asked once', revised(() => ({ timePoints: ['after'] })), ['timePoints: major']],
    ['the concept of another question', revised(() => ({ concept: 'other' }), 'extra'), ['concept: minor']],
    ['another question gone', contentWith(...BASE.questions.slice(0, 2)), ['removed: minor']],
    ['a question more', contentWith(...BASE.questions, coreQuestion('q3')), ['added: minor']],
    ['a policy', revised(() => ({ policies: { wording: 'free' } })), ['policies: minor']],
    ['the order of questions', contentWith(...[...BASE.questions].reverse()), ['order: minor']],
    ['the order of modules', { ...BASE, modules: [...BASE.modules].reverse() }, ['order: minor']],
    [
      'the policy of a slot',
      {
        ...BASE,
        extensionSlots: BASE.extensionSlots.map((slot) => ({ ...slot, policies: { wording: 'free' as const } })),
      },
      ['policies: minor', 'policies: minor'],
    ],
    ['a wording', revised(() => ({ wording: 'Said better?' })), ['wording: patch']],
    [
      'a label',
      revised(({ codes }) => ({ codes: codes.map((code) => ({ ...code, label: `${code.label}.` })) })),
      ['labels: patch'],
    ],
  ])('says what %s needs', (_, after, needed) => {
    expect(neededFor(after)).toEqual(needed);
  });

  it('needs no rise for the same content, whatever the order of its keys', () => {
    const keysReversed = JSON.parse(
      JSON.stringify(BASE, (_, part: unknown) =>
        part !== null && typeof part === 'object' && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).reverse())
          : part,
      ),
    ) as Content;
    expect(changesBetween(BASE, keysReversed)).toEqual([]);
  });

  const semver = fc.tuple(...Array.from({ length: 3 }, () => fc.nat(12))).map((parts) => parts.join('.'));

  it('orders versions by number, not by text', () => {
    expect(['10.0.0', '2.0.1', '2.0.0', '2.0.10'].sort(compareSemver)).toEqual(['2.0.0', '2.0.1', '2.0.10', '10.0.0']);
    fc.assert(
      fc.property(semver, semver, (a, b) => {
        expect(Math.sign(compareSemver(a, b))).toBe(-Math.sign(compareSemver(b, a)) + 0);
        expect(compareSemver(a, b) === 0).toBe(a === b);
      }),
    );
  });

  it('covers the changes of its own level and of lesser ones', () => {
    expect([levelBetween('1.2.3', '2.0.0'), levelBetween('1.2.3', '1.3.0'), levelBetween('1.2.3', '1.2.4')]).toEqual([
      ...LEVELS,
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...LEVELS), fc.constantFrom(...LEVELS), (actual, needed) => {
        expect(covers(actual, needed) || covers(needed, actual)).toBe(true);
        expect(covers('patch', needed)).toBe(needed === 'patch');
        expect(covers('major', needed)).toBe(true);
      }),
    );
  });
});
