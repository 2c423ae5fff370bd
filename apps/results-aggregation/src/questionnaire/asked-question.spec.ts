import type { AdaptedQuestion } from '@polyphony/contracts';
import { question } from '../wave.fixture.js';
import { askedQuestions, comparabilityOf } from './asked-question.js';

const COMMON = [question('Q1', ['agree', 'disagree', 'pass']), question('Q2', ['yes', 'no'])];

describe('The questions of an assembly', () => {
  const tallied = (adapted: AdaptedQuestion) =>
    Object.fromEntries(askedQuestions(COMMON, [adapted], []).get('Q1')?.tallied ?? []);

  it('use the common codes where no map is given', () => {
    expect(tallied({ questionId: 'Q1', grade: 'translated' })).toEqual({
      agree: 'agree',
      disagree: 'disagree',
      pass: 'pass',
    });
  });

  it('are tallied by common codes through the map, and know local codes only', () => {
    const recodeMap = [
      { local: 'ja', common: ['agree'] },
      { local: 'nein', common: ['disagree'] },
    ];
    expect(tallied({ questionId: 'Q1', grade: 'recoded', recodeMap })).toEqual({ ja: 'agree', nein: 'disagree' });
  });

  it('join the codes that a map cannot tell apart, in one order', () => {
    const recodeMap = [{ local: 'rest', common: ['pass', 'disagree'] }];
    expect(tallied({ questionId: 'Q1', grade: 'collapsing', recodeMap })).toEqual({ rest: 'disagree+pass' });
  });

  it('keep a code that stands for nothing common apart', () => {
    const recodeMap = [{ local: 'other', common: [] }];
    expect(tallied({ questionId: 'Q1', grade: 'not-comparable', recodeMap })).toEqual({ other: 'local:other' });
  });

  it('are those that are asked, and the local ones', () => {
    const adapted: AdaptedQuestion[] = [
      { questionId: 'Q1', grade: 'identical' },
      { questionId: 'Q2', grade: 'not-asked' },
    ];
    const asked = askedQuestions(COMMON, adapted, [question('local:well', ['dry'])]);
    expect([...asked.keys()]).toEqual(['Q1', 'local:well']);
  });

  it('enter pooled figures only when every answer can be told apart', () => {
    const map = (...common: string[][]) => common.map((codes, index) => ({ local: `c${index}`, common: codes }));
    expect(comparabilityOf({ questionId: 'Q1', grade: 'identical' })).toEqual({ grade: 'identical' });
    expect(comparabilityOf({ questionId: 'Q1', grade: 'recoded', recodeMap: map(['a'], ['b']) })).toEqual({
      grade: 'recoded',
    });
    expect(comparabilityOf({ questionId: 'Q1', grade: 'recoded', recodeMap: map(['a', 'b']) })).toEqual({
      leftOut: 'collapsing',
    });
    expect(comparabilityOf({ questionId: 'Q1', grade: 'recoded', recodeMap: map([]) })).toEqual({
      leftOut: 'not-comparable',
    });
    expect(comparabilityOf(undefined)).toEqual({ leftOut: 'not-asked' });
  });
});
