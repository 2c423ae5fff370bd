import { MAX_EVENT_BYTES, topicOf } from '@polyphony/contracts';
import { appendToOutbox, appendTombstone, type Origin } from '@polyphony/messaging';
import type { DataSource, EntityManager } from 'typeorm';
import type { Aggregate } from './commands.js';
import { DomainError } from './domain-error.js';

/** An aggregate whose public document stands on a state topic. */
export interface PublicState {
  aggregate: new () => Aggregate;
  /** The class of the document; its type names the topic. */
  document: { readonly type: string };
  /** Makes the document of what the transaction holds now; undefined when there is none any more. */
  read: (tx: EntityManager, id: string) => Promise<object | undefined>;
}

/** Ties an aggregate to the class of its public document and the query that makes it. */
export function publicState<T extends object>(
  aggregate: new () => Aggregate,
  document: { readonly type: string; new (data: T): T },
  read: (tx: EntityManager, id: string) => Promise<T | undefined>,
): PublicState {
  return { aggregate, document, read };
}

/**
 * Appends the public documents of those among these aggregates that have one, as they are at the end of the transaction
 * that changes them.
 * @throws {DomainError} invalid `document-too-large`
 */
export async function appendStates(
  tx: EntityManager,
  states: readonly PublicState[],
  aggregates: Iterable<Aggregate>,
  at: Date,
  origin: Origin,
): Promise<void> {
  for (const aggregate of aggregates) {
    const state = states.find((candidate) => aggregate instanceof candidate.aggregate);
    if (state) await appendState(tx, state, aggregate, at, origin);
  }
}

/** How many rows `states` holds at a time: commands on these wait until it has read them. */
const AT_ONCE = 100;

/**
 * Appends the present document of every aggregate, for a database that is older than its topic or was restored: each row is
 * held meanwhile, so that no document of an earlier version comes after that of a later one.
 * @returns how many records were appended, by topic
 */
export async function appendAllStates(
  dataSource: DataSource,
  states: readonly PublicState[],
): Promise<Record<string, number>> {
  const appended: Record<string, number> = {};
  for (const state of states) {
    const topic = topicOf(state.document.type);
    appended[topic] = 0;
    for (let after: string | undefined; ;) {
      const rows = await dataSource.transaction(async (tx) => {
        const held: Aggregate[] = await tx.query(
          `SELECT id, version FROM ${dataSource.getMetadata(state.aggregate).tablePath}
           WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT ${AT_ONCE} FOR SHARE`,
          [after ?? null],
        );
        for (const row of held) await appendState(tx, state, row, new Date(), {});
        return held;
      });
      appended[topic] += rows.length;
      after = rows.at(-1)?.id;
      if (rows.length < AT_ONCE) break;
    }
  }
  return appended;
}

async function appendState(
  tx: EntityManager,
  { document, read }: PublicState,
  aggregate: Aggregate,
  at: Date,
  origin: Origin,
): Promise<void> {
  const state = await read(tx, aggregate.id);
  if (state === undefined) return appendTombstone(tx, document.type, aggregate, at, origin);
  const bytes = Buffer.byteLength(JSON.stringify(state));
  if (bytes > MAX_EVENT_BYTES)
    throw new DomainError(
      'invalid',
      'document-too-large',
      `The public document is ${bytes} bytes; everybody is told of at most ${MAX_EVENT_BYTES}`,
    );
  return appendToOutbox(tx, state, aggregate, at, origin);
}
