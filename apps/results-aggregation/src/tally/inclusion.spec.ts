import { inclusionOf } from './inclusion.js';
import { counts, held, snapshotWith } from './wave-snapshot.fixture.js';

describe('The inclusion list', () => {
  const of = (list: ReturnType<typeof inclusionOf>, questionId: string, timePoint: string) =>
    list.find((one) => one.questionId === questionId && one.timePoint === timePoint)!;

  it('tells one time point from the other', () => {
    const before = counts('a', { yes: 12 }, { questionId: 'Q2', timePoint: 'before' });
    const list = inclusionOf(snapshotWith([held('a', 'KE')], [before]));
    expect(of(list, 'Q2', 'before').included).toMatchObject([{ assemblyId: 'a', grade: 'translated' }]);
    expect(of(list, 'Q2', 'after')).toMatchObject({
      included: [],
      leftOut: [{ assemblyId: 'a', country: 'KE', reason: 'no-answers' }],
    });
  });

  it('names assemblies that were held and sent nothing, whatever is known of their adaptation', () => {
    const silent = held('b', 'GH', { adaptationId: null, methodologyVersionId: null });
    const list = inclusionOf(
      snapshotWith([held('a', 'KE'), { ...silent, questions: null }], [counts('a', { agree: 12 })]),
    );
    expect(of(list, 'Q1', 'once').leftOut).toMatchObject([{ assemblyId: 'b', country: 'GH', reason: 'no-results' }]);
  });

  it('says why answers are not comparable', () => {
    const collapsing = held('a', 'KE', {
      questions: [
        { questionId: 'Q1', grade: 'collapsing', recodeMap: [{ local: 'no', common: ['disagree', 'pass'] }] },
      ],
    });
    const other = held('b', 'GH', { methodologyVersionId: 'another' });
    const series = [counts('a', { agree: 12 }), counts('b', { agree: 12 })];
    expect(of(inclusionOf(snapshotWith([collapsing, other], series)), 'Q1', 'once').leftOut).toMatchObject([
      { assemblyId: 'a', reason: 'collapsing' },
      { assemblyId: 'b', reason: 'other-version' },
    ]);
  });

  it('says whose answers wait for more, in part or all of them', () => {
    const snapshot = snapshotWith(
      [held('a', 'KE'), held('b', 'GH'), held('c', 'TZ')],
      [counts('a', { agree: 31 }), counts('b', { agree: 30 }), counts('c', { agree: 3 })],
    );
    const list = inclusionOf(snapshot, [counts('a', { agree: 30 }), counts('b', { agree: 30 })]);
    const { included, leftOut } = of(list, 'Q1', 'once');
    expect(included.map(({ assemblyId, waiting }) => [assemblyId, waiting])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(leftOut).toMatchObject([{ assemblyId: 'c', reason: 'too-few', waiting: true }]);
  });

  it('flags more answers than people who came, and refuses none of them', () => {
    const assemblies = [held('a', 'KE', { attended: 11 }), held('b', 'GH', { attended: 12 }), held('c', 'TZ')];
    const series = ['a', 'b', 'c'].map((id) => counts(id, { agree: 12 }));
    const { included } = of(inclusionOf(snapshotWith(assemblies, series)), 'Q1', 'once');
    expect(included.map(({ moreThanAttended }) => moreThanAttended)).toEqual([true, false, false]);
  });

  it('flags who was held outside of the window of the wave, and pools its answers all the same', () => {
    const series = ['a', 'b'].map((id) => counts(id, { agree: 12 }));
    const assemblies = [held('a', 'KE', { outsideWindow: true }), held('b', 'GH')];
    const { included } = of(inclusionOf(snapshotWith(assemblies, series)), 'Q1', 'once');
    expect(included.map(({ outsideWindow }) => outsideWindow)).toEqual([true, false]);
  });
});
