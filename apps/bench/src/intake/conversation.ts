import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';

/** The codes of every statement, in the words of the services. */
export const CODES = ['agree', 'disagree', 'pass'];
const CODE_OF: Record<string, string> = { '1': 'agree', '-1': 'disagree', '0': 'pass' };

/** One vote as it is submitted. */
export interface Response {
  unitKind: 'participant';
  unitId: string;
  questionId: string;
  code: string;
  timePoint: 'once';
  answeredAt: string;
}

/** The votes of one exported Polis conversation, in the order of its file. */
export interface Conversation {
  name: string;
  questionIds: string[];
  responses: Response[];
}

/** The conversations in a folder: itself, or those below it. @throws Error when there is none */
export function readConversations(folder: string): Conversation[] {
  const path = resolve(folder);
  const folders = [path, ...(existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [])].filter((one) =>
    existsSync(join(one, 'votes.csv')),
  );
  if (folders.length === 0) throw new Error(`There is no Polis conversation (votes.csv) in ${path}.`);
  return folders.map((one) => {
    const rows = parse<Record<string, string>>(readFileSync(join(one, 'votes.csv')), { columns: true });
    const responses = rows.map((row): Response => ({
      unitKind: 'participant',
      unitId: row['voter-id']!,
      questionId: `S${row['comment-id']}`,
      code: CODE_OF[row['vote']!]!,
      timePoint: 'once',
      answeredAt: new Date(Number(row['timestamp'])).toISOString(),
    }));
    return { name: basename(one), questionIds: [...new Set(responses.map((it) => it.questionId))], responses };
  });
}
