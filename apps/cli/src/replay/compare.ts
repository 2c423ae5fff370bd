import type { Schema } from '@polyphony/client';
import { VOTE_CODES, type Conversation, type Counts } from './polis.js';

/** What the tallies of an assembly say over HTTP: per question and code, what counts now and what was ever accepted. */
export type Series = Pick<Schema<'results-aggregation', 'SeriesView'>, 'questionId' | 'codes'>;

/** What came out of a replay beside what was published. */
export interface Verdict {
  conversation: string;
  events: number;
  current: Counts;
  /** Each of them compared. */
  statements: number;
  /** One sentence each; none means that everything is equal. */
  differences: string[];
}

/** The question that a statement becomes. */
export function questionOf(statement: string): string {
  return `statement-${statement}`;
}

/** Compares every figure of every statement, and the sums. */
export function compare(conversation: Conversation, series: readonly Series[]): Verdict {
  const { published, votes, statements } = conversation;
  const differences: string[] = [];
  const expect = (what: string, counted: number, expected: number, source: string): void => {
    if (counted !== expected) differences.push(`${what}: ${counted}, but ${expected} in ${source}`);
  };
  const bySeries = new Map(series.map((one) => [one.questionId, new Map(one.codes.map((it) => [it.code, it]))]));
  const current: Counts = { agree: 0, disagree: 0, pass: 0 };
  let accepted = 0;
  for (const statement of statements.keys()) {
    const counted = bySeries.get(questionOf(statement));
    for (const code of VOTE_CODES) {
      const found = counted?.get(code);
      const now = found?.current ?? 0;
      // Of live counts it is always said how many were ever accepted.
      const ever = found?.accepted ?? 0;
      const what = `statement ${statement}, ${code}`;
      expect(`${what} now`, now, published.current.get(statement)![code], 'participants-votes.csv');
      if (code !== 'pass') expect(`${what} ever`, ever, published.events.get(statement)![code], 'comments.csv');
      current[code] += now;
      accepted += ever;
    }
  }
  const known = new Set([...statements.keys()].map(questionOf));
  for (const { questionId } of series)
    if (!known.has(questionId)) differences.push(`${questionId} has answers, but is no statement`);
  expect('events accepted', accepted, votes.length, 'votes.csv');
  return {
    conversation: conversation.name,
    events: accepted,
    current,
    statements: statements.size,
    differences,
  };
}
