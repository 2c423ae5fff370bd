import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';

/** What a vote says, as a code of its question. */
export const VOTE_CODES = ['agree', 'disagree', 'pass'] as const;
export type VoteCode = (typeof VOTE_CODES)[number];

/** One vote event, as it happened. */
export interface Vote {
  voter: string;
  statement: string;
  code: VoteCode;
  /** Epoch milliseconds. */
  at: number;
}

/** How many chose each code. */
export type Counts = Record<VoteCode, number>;

/** A Polis conversation as it was exported, with the counts that were published for it. */
export interface Conversation {
  /** Name of its folder. */
  name: string;
  topic: string;
  /** Text by statement id, in the order of the ids. */
  statements: Map<string, string>;
  /** In the order of the file, which is not that of time. */
  votes: Vote[];
  published: {
    /** By statement, from `participants-votes.csv`: the vote of each participant that counts in the end. */
    current: Map<string, Counts>;
    /** By statement, from `comments.csv`: every agree and disagree, re-votes included. */
    events: Map<string, { agree: number; disagree: number }>;
    voters: number;
  };
}

/**
 * The conversations in a folder: itself, or those below it.
 * @throws Error when there is none
 */
export function conversationFolders(folder: string): string[] {
  const path = resolve(folder);
  if (existsSync(join(path, 'votes.csv'))) return [path];
  const found = existsSync(path)
    ? readdirSync(path)
        .sort()
        .map((name) => join(path, name))
        .filter((inside) => existsSync(join(inside, 'votes.csv')))
    : [];
  if (found.length === 0) throw new Error(`There is no Polis conversation (votes.csv) in ${path}.`);
  return found;
}

/** @throws Error for a file that is missing or a vote that is none */
export function readConversation(folder: string): Conversation {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return parseConversation(basename(folder), {
    votes: read('votes.csv'),
    comments: read('comments.csv'),
    participants: read('participants-votes.csv'),
    summary: read('summary.csv'),
  });
}

/** The conversation out of the texts of its four files. */
export function parseConversation(
  name: string,
  files: { votes: string; comments: string; participants: string; summary: string },
): Conversation {
  const comments = rows(files.comments);
  const participants = rows(files.participants);
  const summary = new Map(parse(files.summary, { relax_column_count: true }).map(([key, value]) => [key, value ?? '']));
  const statements = [...comments].sort((a, b) => Number(a['comment-id']) - Number(b['comment-id']));
  return {
    name,
    topic: summary.get('topic') || name,
    statements: new Map(statements.map((row) => [row['comment-id']!, row['comment-body']!.trim()])),
    votes: rows(files.votes).map((row) => ({
      voter: row['voter-id']!,
      statement: row['comment-id']!,
      code: codeOf(row['vote']!),
      at: Number(row['timestamp']),
    })),
    published: {
      current: new Map(statements.map((row) => [row['comment-id']!, columnSums(participants, row['comment-id']!)])),
      events: new Map(
        statements.map((row) => [
          row['comment-id']!,
          { agree: Number(row['agrees']), disagree: Number(row['disagrees']) },
        ]),
      ),
      voters: participants.filter((row) => Number(row['n-votes']) > 0).length,
    },
  };
}

type Row = Partial<Record<string, string>>;

function rows(text: string): Row[] {
  return parse<Row>(text, { columns: true });
}

function columnSums(participants: Row[], statement: string): Counts {
  const counts: Counts = { agree: 0, disagree: 0, pass: 0 };
  for (const participant of participants) {
    const vote = participant[statement];
    if (vote) counts[codeOf(vote)] += 1;
  }
  return counts;
}

function codeOf(vote: string): VoteCode {
  const code = ({ '1': 'agree', '-1': 'disagree', '0': 'pass' } as const)[vote];
  if (!code) throw new Error(`"${vote}" is no vote: 1 agrees, -1 disagrees, 0 passes.`);
  return code;
}
