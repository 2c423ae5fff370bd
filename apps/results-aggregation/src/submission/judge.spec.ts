import fc from 'fast-check';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { askedQuestions } from '../questionnaire/asked-question.js';
import { question } from '../wave.fixture.js';
import { judge, ROW_REFUSALS } from './judge.js';
import { instantOf } from './instant.js';
import { parcels } from './latest-answer.fixture.js';
import { rowOf } from './response-row.js';

const NOW = new Date('2026-06-01T00:00:00.000Z');
const Q1 = question('Q1', ['agree', 'disagree', 'pass']);
const asked = askedQuestions([Q1], [{ questionId: 'Q1', grade: 'identical' }], []);
const QUESTIONNAIRE: Questionnaire = {
  partnerId: 'p',
  adaptationId: 'a',
  asked: new Map([...asked].map(([id, one]) => [id, { ...one, series: new Map([['once', 7]]) }])),
  notAsked: new Set(['Q2']),
};

describe('Judging rows', () => {
  it('accepts the rows of a submission in their order, as the assembly calls their codes', () => {
    fc.assert(
      fc.property(parcels, ([parcel]) => {
        const { accepted, rejected } = judge(parcel!.rows.map(rowOf), QUESTIONNAIRE, NOW);
        expect(rejected).toEqual([]);
        expect(accepted.unitId).toEqual(parcel!.rows.map(({ unitId }) => unitId));
        expect(accepted.code).toEqual(parcel!.rows.map(({ code }) => code));
        expect(accepted.answeredAt).toEqual(parcel!.rows.map(({ answeredAt }) => Date.parse(answeredAt!)));
      }),
    );
  });

  it('decides on any row whatever, and on each exactly once', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (rows) => {
        const { accepted, rejected } = judge(rows.map(rowOf), QUESTIONNAIRE, NOW);
        expect(accepted.unitId.length + rejected.length).toBe(rows.length);
        for (const { code } of rejected) expect(ROW_REFUSALS).toHaveProperty(code);
      }),
    );
  });

  it('takes an answer from a clock that is a minute ahead, and none from further on', () => {
    const ahead = (ms: number) => {
      const answeredAt = new Date(NOW.getTime() + ms).toISOString();
      const row = {
        unitKind: 'participant',
        unitId: 'u',
        questionId: 'Q1',
        code: 'agree',
        timePoint: 'once',
        answeredAt,
      };
      return judge([rowOf(row)], QUESTIONNAIRE, NOW).rejected.map(({ code }) => code);
    };
    expect(ahead(60_000)).toEqual([]);
    expect(ahead(60_001)).toEqual(['answered-at-future']);
  });

  it('reads an instant with any offset, to the millisecond', () => {
    expect(instantOf('2026-05-01T12:00:00+02:00')).toBe(Date.parse('2026-05-01T10:00:00Z'));
    expect(instantOf('2026-05-01t10:00:00.1239z')).toBe(Date.parse('2026-05-01T10:00:00.123Z'));
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(instantOf(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    '2026-05-01',
    '2026-05-01T10:00:00',
    '2026-02-29T10:00:00Z',
    '2026-13-01T10:00:00Z',
    '2026-00-01T10:00:00Z',
    '2026-05-00T10:00:00Z',
    '2026-05-01T24:00:00Z',
    '2026-05-01T10:60:00Z',
    '2026-05-01T10:00:60Z',
    '1969-12-31T23:59:59Z',
    '1969-12-31T23:59:59.999Z',
    '0075-01-01T00:00:00.000Z',
    'yesterday',
  ])('takes %s for no instant', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });
});
