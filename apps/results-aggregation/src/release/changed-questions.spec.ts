import type { Figure } from '../tally/figures.js';
import { changedQuestions } from './changed-questions.js';

const figure = (questionId: string, n: number | null, level: Figure['level'] = 'wave'): Figure => ({
  questionId,
  timePoint: 'once',
  unitKind: 'participant',
  level,
  group: 'wave',
  n,
  codes: [],
  suppressed: n === null,
});
const change = (questionId: string, before: number | null, after: number | null) => ({
  questionId,
  timePoint: 'once',
  unitKind: 'participant',
  before,
  after,
});

describe('What changed between two releases', () => {
  it('are the questions whose base in the whole wave is another, new and hidden ones too', () => {
    const before = [figure('Q1', 20), figure('Q2', 30), figure('Q3', null)];
    const after = [figure('Q4', 11), figure('Q3', 12), figure('Q2', 30), figure('Q1', 35)];
    expect(changedQuestions(before, after)).toEqual([
      change('Q1', 20, 35),
      change('Q3', null, 12),
      change('Q4', null, 11),
    ]);
  });

  it('are none when only a part of the wave changed', () => {
    expect(changedQuestions([figure('Q1', 20, 'country')], [figure('Q1', 35, 'country')])).toEqual([]);
  });
});
