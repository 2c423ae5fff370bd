import type { AnswerCode, RecodeEntry } from '@polyphony/contracts';
import fc from 'fast-check';
import { contentWith, coreQuestion } from '../methodology-version/content.fixture.js';
import type { Content } from '../methodology-version/content.js';
import type { Edit } from './edit.js';
import { gradeOfMap, gradesOf } from './grade.js';

const ANSWERS = ['a', 'b', 'c', 'd'];
const CODES: AnswerCode[] = [
  ...ANSWERS.map((code) => ({ code, kind: 'answer' as const, label: code })),
  { code: 'dk', kind: 'dont-know', label: 'dk' },
];
const maps = fc
  .array(fc.subarray(ANSWERS, { minLength: 1 }), { minLength: 1, maxLength: 6 })
  .map((targets): RecodeEntry[] => targets.map((common, index) => ({ local: `l${index}`, common })));
const pin = (content: Content) => ({ content, sourceLanguage: 'en' });

describe('The grade of a question', () => {
  it('is not comparable when a common answer cannot be given, coarser when a code means several, else as good', () => {
    fc.assert(
      fc.property(maps, (map) => {
        const gap = ANSWERS.some((code) => map.every(({ common }) => !common.includes(code)));
        const several = map.some(({ common }) => common.length > 1);
        expect(gradeOfMap(CODES, map)).toBe(gap ? 'not-comparable' : several ? 'collapsing' : 'recoded');
      }),
    );
  });

  it('does not depend on the order of codes and entries', () => {
    const shuffled = <T>(values: T[]) => fc.shuffledSubarray(values, { minLength: values.length });
    const cases = maps.chain((map) => fc.tuple(fc.constant(map), shuffled(map), shuffled(CODES)));
    fc.assert(
      fc.property(cases, ([map, otherMap, otherCodes]) => {
        const turned = otherMap.map(({ local, common }) => ({ local, common: [...common].reverse() }));
        expect(gradeOfMap(otherCodes, turned)).toBe(gradeOfMap(CODES, map));
      }),
    );
  });

  it('is the same without a local code for "don\'t know", and needs every answer', () => {
    const one = (code: string): RecodeEntry => ({ local: `local ${code}`, common: [code] });
    expect(gradeOfMap(CODES, ANSWERS.map(one))).toBe('recoded');
    expect(gradeOfMap(CODES, ['a', 'b', 'c', 'dk'].map(one))).toBe('not-comparable');
  });

  it('is identical for every question without edits, in the language of the source', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/)), (ids) => {
        const grades = gradesOf(pin(contentWith(...ids.map((id) => coreQuestion(id)))), ['en'], []);
        expect(grades).toEqual(ids.map((questionId) => ({ questionId, grade: 'identical' })));
      }),
    );
  });

  it('is identical for no question that is asked in another language, whether its translation is known or not', () => {
    const content = contentWith(coreQuestion('q1'));
    for (const languages of [['fr'], ['en', 'fr']])
      expect(gradesOf(pin(content), languages, [])).toEqual([{ questionId: 'q1', grade: 'translated' }]);
  });

  it('follows from what is done to the question or its module, and not from its place', () => {
    const content = contentWith(
      ...['asked', 'moved', 'translated', 'reworded', 'dropped'].map((id) => coreQuestion(id)),
      {
        ...coreQuestion('farewell'),
        moduleId: 'closing',
      },
    );
    const localReason = 'why';
    const edits: Edit[] = [
      { kind: 'move', elementId: 'moved', order: 1, localReason },
      { kind: 'translate-codes', questionId: 'translated', language: 'fr', labels: {}, localReason },
      { kind: 'reword', questionId: 'reworded', language: 'en', text: 'Other', localReason },
      { kind: 'translate-wording', questionId: 'dropped', language: 'fr', text: 'Autre', localReason },
      { kind: 'drop', elementId: 'dropped', localReason },
      { kind: 'drop', elementId: 'closing', localReason },
    ];
    const grades = gradesOf(pin(content), ['en'], edits).map(({ questionId, grade }) => [questionId, grade]);
    expect(Object.fromEntries(grades)).toEqual({
      asked: 'identical',
      moved: 'identical',
      translated: 'translated',
      reworded: 'translated',
      dropped: 'not-asked',
      farewell: 'not-asked',
    });
  });
});
