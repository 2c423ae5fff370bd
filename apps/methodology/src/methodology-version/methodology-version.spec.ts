import { DomainError } from '@polyphony/service-kit';
import { incompleteness } from './completeness.js';
import { contentWith, coreQuestion } from './content.fixture.js';
import type { Content } from './content.js';
import { MethodologyVersion } from './methodology-version.js';

const AT = new Date('2026-05-01T10:00:00Z');
const CONTENT = contentWith(coreQuestion('q1', { wording: 'translate' }));
const draft = (semver: string, content: Content = CONTENT): MethodologyVersion => {
  const head = { methodology: 'global-dialogue', title: 'Climate', sourceLanguage: 'en' };
  return MethodologyVersion.draft(`id of ${semver}`, { ...head, semver, content }, AT)[0];
};
const refusal = (act: () => unknown): DomainError => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('A methodology version', () => {
  it('tells everybody its questions when it is published, and none of its policies', () => {
    const event = draft('1.0.0').publish(undefined, AT);
    expect(event.questions).toHaveLength(1);
    expect(event.questions[0]).not.toHaveProperty('policies');
    expect(event.questions[0]).not.toHaveProperty('moduleId');
  });

  it('never changes once it is published', () => {
    const version = draft('1.0.0');
    version.publish(undefined, AT);
    expect(refusal(() => version.revise(CONTENT, AT)).code).toBe('methodology-version-published');
    expect(refusal(() => version.publish(undefined, AT)).code).toBe('methodology-version-published');
  });

  it.each<[string, Content, string[]]>([
    ['no module', { ...CONTENT, modules: [], extensionSlots: [], questions: [] }, ['module-missing']],
    ['an id twice', contentWith(coreQuestion('q1'), coreQuestion('q1')), ['element-id-repeated']],
    ['a question in an unknown module', contentWith({ ...coreQuestion('q1'), moduleId: 'x' }), ['module-unknown']],
    [
      'a question asked once and before',
      contentWith({ ...coreQuestion('q1'), timePoints: ['once', 'before'] }),
      ['time-point-mixed'],
    ],
    ['a local id', contentWith(coreQuestion('local:q1')), ['element-id-local']],
    ['a core question free to drop', contentWith(coreQuestion('q1', { presence: 'free' })), ['core-droppable']],
    [
      'a core question without concept and codes',
      contentWith({ ...coreQuestion('q1'), concept: ' ', codes: [{ code: 'yes', kind: 'answer', label: 'Yes' }] }),
      ['concept-missing', 'answers-missing', 'dont-know-missing', 'refused-missing'],
    ],
  ])('is not complete with %s', (_, content, codes) => {
    expect(incompleteness(content).map(({ code }) => code)).toEqual(codes);
    const refused = refusal(() => draft('1.0.0', content).publish(undefined, AT));
    expect([refused.code, refused.violations.length]).toEqual(['methodology-version-incomplete', codes.length]);
  });

  it('lets a question that is not core go without concept and explicit non-answers', () => {
    const loose = { ...coreQuestion('extra', { presence: 'free' }), core: false, concept: '' };
    expect(incompleteness(contentWith({ ...loose, codes: loose.codes.slice(0, 1) }))).toEqual([]);
  });

  it('does not take a number that does not rise', () => {
    expect(refusal(() => draft('1.9.0').publish(draft('1.10.0'), AT)).code).toBe('semver-not-rising');
  });

  it('names everything that its number understates, and keeps what has changed when it does not', () => {
    const changed = contentWith({ ...coreQuestion('q1'), concept: 'other', wording: 'Other?' }, coreQuestion('q2'));
    const refused = refusal(() => draft('1.0.1', changed).publish(draft('1.0.0'), AT));
    expect(refused.code).toBe('semver-understated');
    expect(refused.violations.map(({ code }) => code)).toEqual(['concept', 'policies', 'added']);
    const major = draft('2.0.0', changed);
    major.publish(draft('1.0.0'), AT);
    expect(major.changes.map(({ what }) => what)).toEqual(['concept', 'policies', 'wording', 'added']);
  });

  it('takes as many questions as fit into one event, and refuses more', () => {
    const many = (count: number, wording: string): Content =>
      contentWith(...Array.from({ length: count }, (_, index) => ({ ...coreQuestion(`q${index}`), wording })));
    expect(draft('1.0.0', many(400, 'w'.repeat(300))).publish(undefined, AT).questions).toHaveLength(400);
    const refused = refusal(() => draft('1.0.0', many(400, 'w'.repeat(4_000))).publish(undefined, AT));
    expect(refused.code).toBe('methodology-version-too-large');
  });
});
