import { keyed, viewOf } from '@polyphony/client';
import type { Api } from '../api/api.js';
import { settled } from '../api/settled.js';
import { table } from '../table.js';
import { compare, questionOf, type Verdict } from './compare.js';
import { convene } from './convene.js';
import type { Response } from '../demo/answers.js';
import { batches, inOrder, type Order } from './order.js';
import { heldBefore } from './held-before.js';
import { registerOrganisers, type Organisers } from './organiser.js';
import { readConversation, type Conversation, type Vote } from './polis.js';

/** Rows in one submission. */
const ROWS = 500;

export interface ReplayOptions {
  order: Order;
  /** Seed of the shuffle. */
  seed: number;
  /** Every n-th submission is sent twice; 0 means none. */
  resendEvery: number;
  log: (line: string) => void;
}

/** Plays the votes of these conversations through the services and compares what comes out with what was published. */
export async function replay(api: Api, folders: string[], options: ReplayOptions): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let organisers: Organisers | undefined;
  for (const folder of folders) {
    const conversation = readConversation(folder);
    const held = await heldBefore(api, conversation);
    const { id, partnerId } =
      held ?? (await convene(api, (organisers ??= await registerOrganisers(api)), conversation));
    const host = api.as({ id: 'replay-host', role: 'fellow', partnerId });
    const began = Date.now();
    const trouble = await send(host, id, conversation, options);
    await settled(host, id);
    const seconds = (Date.now() - began) / 1_000;
    const params = { path: { id } };
    const { series } = await viewOf(host.results.GET('/v1/assemblies/{id}/tallies', { params }));
    const verdict = compare(conversation, series);
    verdict.differences.unshift(...trouble);
    verdicts.push(verdict);
    const rate = Math.round(conversation.votes.length / seconds).toLocaleString('en');
    options.log(`  ${conversation.name}: ${conversation.votes.length.toLocaleString('en')} votes, ${rate} a second`);
  }
  return verdicts;
}

/** @returns what was not as it should be in the answers to the submissions */
async function send(
  host: Api,
  assemblyId: string,
  conversation: Conversation,
  options: ReplayOptions,
): Promise<string[]> {
  const trouble: string[] = [];
  const parts = batches(inOrder(conversation.votes, options.order, options.seed), ROWS);
  for (const [at, votes] of parts.entries()) {
    const submissionId = `${conversation.name}-${at + 1}`;
    const body = { submissionId, revision: 1, responses: votes.map(responseOf) };
    const sendAs = (key: string) => {
      const params = { path: { assemblyId }, ...keyed(`${submissionId}.${key}`) };
      return viewOf(host.results.POST('/v1/assemblies/{assemblyId}/submissions', { params, body }));
    };
    const answer = await sendAs('first');
    for (const { index, detail } of answer.rejected) trouble.push(`${submissionId}, row ${index}: ${detail}`);
    // Under another key: the service has to know the submission again by its id and content.
    if (options.resendEvery > 0 && (at + 1) % options.resendEvery === 0 && (await sendAs('again')).id !== answer.id)
      trouble.push(`${submissionId}, sent twice, was taken for two submissions`);
  }
  return trouble;
}

function responseOf({ voter, statement, code, at }: Vote): Response {
  const answeredAt = new Date(at).toISOString();
  return {
    unitKind: 'participant',
    unitId: voter,
    questionId: questionOf(statement),
    code,
    timePoint: 'once',
    answeredAt,
  };
}

/** The verdicts as a table, with every difference below it. */
export function verdictTable(verdicts: Verdict[]): string {
  const heading = ['conversation', 'events', 'agree', 'disagree', 'pass', 'statements', 'verdict'];
  const rows: (string | number)[][] = verdicts.map((it) => [
    it.conversation,
    it.events,
    it.current.agree,
    it.current.disagree,
    it.current.pass,
    it.statements,
    it.differences.length === 0 ? 'equal to the published counts' : `${it.differences.length} DIFFERENCES`,
  ]);
  if (rows.length > 1) {
    const sums = [1, 2, 3, 4, 5].map((column) => rows.reduce((sum, row) => sum + (row[column] as number), 0));
    rows.push(['all', ...sums, '']);
  }
  const differences = verdicts.flatMap((it) => it.differences.map((line) => `${it.conversation}: ${line}`));
  return [table([heading, ...rows]), ...differences.slice(0, 20)].join('\n');
}
