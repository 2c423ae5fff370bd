import { CATALOGUE } from '@polyphony/contracts';
import pLimit from 'p-limit';
import { Client, type Pool } from 'pg';
import type { Producer } from 'kafkajs';
import { duel, type Duel } from '../interleaved.js';
import { Program, programOf } from '../program.js';
import type { World } from '../world.js';
import { startAssembly } from './assembly.js';
import { CREATE_BARE_ROW } from './bare-row.js';
import { readConversations, type Conversation } from './conversation.js';

const PREFIX = 'intake.';
const SERVICE = 'results-aggregation';
const BARE = 'bench-bare';
/** Rows in one submission, and how many are under way at a time. */
const ROWS = 500;
const SENDERS = 4;

/** Rows a second from HTTP to a readable tally, beside an endpoint that only inserts the same rows. */
export async function intakeBesideBareEndpoint(world: World, folder: string): Promise<Duel & { rows: number }> {
  const conversations = readConversations(folder);
  const rows = conversations.reduce((sum, { responses }) => sum + responses.length, 0);
  await world.createTopics(CATALOGUE.map(({ topic }) => PREFIX + topic));
  const env = await world.environmentOf(SERVICE, PREFIX);
  await Program.run(programOf(SERVICE), ['migrate'], env);
  const bareEnv = await world.environmentOf(BARE, PREFIX);
  await createBareRow(bareEnv['DATABASE_OWNER_URL']!);
  const service = await Program.start(programOf(SERVICE), ['serve'], env);
  const bare = await Program.start(new URL('./bare-endpoint.js', import.meta.url), [], bareEnv);
  const pool = await world.poolOf(SERVICE);
  const token = await world.issuer.token({ actor: 'bench', role: 'service' });
  const producer = world.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    const result = await duel(
      async () => rows / (await takeIn(service.url, token, pool, producer, conversations)),
      async () => rows / (await insertBare(bare.url, token, conversations)),
    );
    return { ...result, rows };
  } finally {
    await producer.disconnect();
    await pool.end();
    await Promise.all([service.stop(), bare.stop()]);
  }
}

async function createBareRow(ownerUrl: string): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(CREATE_BARE_ROW);
  await owner.end();
}

/** @returns seconds from the first request until the last tally is read, and holds every row */
async function takeIn(
  url: string,
  token: string,
  pool: Pool,
  producer: Producer,
  conversations: Conversation[],
): Promise<number> {
  const assemblies: [string, Conversation][] = [];
  for (const conversation of conversations)
    assemblies.push([await startAssembly(producer, PREFIX, pool, conversation), conversation]);
  const began = performance.now();
  for (const [assemblyId, conversation] of assemblies) {
    await postAll(`${url}/v1/assemblies/${assemblyId}/submissions`, token, conversation);
    const response = await fetch(`${url}/v1/assemblies/${assemblyId}/tallies`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { series } = (await response.json()) as { series: { codes: { accepted: number }[] }[] };
    const counted = series.flatMap(({ codes }) => codes).reduce((sum, { accepted }) => sum + accepted, 0);
    if (counted !== conversation.responses.length)
      throw new Error(`${conversation.name}: ${counted} of ${conversation.responses.length} rows are in the tally`);
  }
  return (performance.now() - began) / 1_000;
}

async function insertBare(url: string, token: string, conversations: Conversation[]): Promise<number> {
  const began = performance.now();
  for (const conversation of conversations) await postAll(`${url}/rows`, token, conversation);
  return (performance.now() - began) / 1_000;
}

async function postAll(url: string, token: string, { name, responses }: Conversation): Promise<void> {
  const limit = pLimit(SENDERS);
  const posts: Promise<void>[] = [];
  for (let from = 0; from < responses.length; from += ROWS)
    posts.push(
      limit(async () => {
        const submissionId = `${name}-${from}`;
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': `${submissionId}-${url}`.slice(-200),
            authorization: `Bearer ${token}`,
          },
          body: JSON.stringify({ submissionId, revision: 1, responses: responses.slice(from, from + ROWS) }),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
      }),
    );
  await Promise.all(posts);
}
