import fc from 'fast-check';
import { response, type Sent } from '../wave.fixture.js';

/** A submission as a test sends it. */
export interface Parcel {
  submissionId: string;
  revision: number;
  rows: Sent[];
}

// The last two change places when compared by UTF-16 units instead of bytes.
const SENDERS = ['a', 'B', 'é', '\uffee', '😀'];

const changedAnswer = fc
  .record({
    unit: fc.constantFrom('ana', 'ben', 'cem'),
    code: fc.constantFrom('agree', 'disagree', 'pass'),
    second: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ unit, code, second }) => response(unit, code, { answeredAt: instant(second) }));

/** Submissions full of changed answers and answers of the same instant. */
export const parcels: fc.Arbitrary<Parcel[]> = fc.uniqueArray(
  fc.record({
    submissionId: fc.constantFrom(...SENDERS),
    revision: fc.integer({ min: 1, max: 2 }),
    rows: fc.array(changedAnswer, { minLength: 1, maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 6, selector: ({ submissionId, revision }) => `${submissionId} ${revision}` },
);

/** Some order of these, some of them twice. */
export function arrivalsOf(sent: Parcel[]): fc.Arbitrary<Parcel[]> {
  return fc
    .subarray(sent)
    .chain((again) => fc.shuffledSubarray([...sent, ...again], { minLength: sent.length + again.length }));
}

/** Answers at instants that all differ, and two ways of cutting them into submissions. */
export const cuts: fc.Arbitrary<[Parcel[], Parcel[]]> = fc
  .array(changedAnswer, { minLength: 1, maxLength: 12 })
  .chain((rows) => {
    const answers = rows.map((row, index) => ({ ...row, answeredAt: instant(index) }));
    const shuffled = fc.shuffledSubarray(answers, { minLength: answers.length });
    const parts = fc.tuple(shuffled, fc.integer({ min: 1, max: 5 })).map(([all, size]) => parcelsOf(all, size));
    return fc.tuple(parts, parts);
  });

function parcelsOf(rows: Sent[], size: number): Parcel[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => ({
    submissionId: `part-${part}`,
    revision: 1,
    rows: rows.slice(part * size, (part + 1) * size),
  }));
}

/** By the definition: the last answer of each unit by instant, revision, submission id in bytes, and row. */
export function latestAnswers(sent: Parcel[]): Record<string, string> {
  const answers = sent
    .flatMap(({ submissionId, revision, rows }) => rows.map((row, index) => ({ row, revision, submissionId, index })))
    .sort(
      (a, b) =>
        Date.parse(a.row.answeredAt!) - Date.parse(b.row.answeredAt!) ||
        a.revision - b.revision ||
        Buffer.compare(Buffer.from(a.submissionId), Buffer.from(b.submissionId)) ||
        a.index - b.index,
    );
  return Object.fromEntries(answers.map(({ row }) => [row.unitId!, row.code!]));
}

/** What an implementation would count in which the last arrival wins. */
export function lastArrivals(arrivals: Parcel[]): Record<string, string> {
  return Object.fromEntries(arrivals.flatMap(({ rows }) => rows.map((row) => [row.unitId!, row.code!])));
}

function instant(second: number): string {
  return `2026-05-01T10:00:${String(second).padStart(2, '0')}.000Z`;
}
