import { serialise, topicOf, type EventClass } from '@polyphony/contracts';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { traceAppend } from './tracing.js';

/** What an event is about: the aggregate whose row this transaction has locked, at the version the event makes. */
export interface Subject {
  id: string;
  version: number;
}

/** Where an event comes from. */
export interface Origin {
  /** A pseudonym of who made it happen: never an id that somebody knows. */
  actor?: string;
  traceparent?: string;
}

/**
 * Stores an event in the transaction of the change that it reports. The relay publishes it after COMMIT; rolled back,
 * it never was. `occurredAt` is the instant of the command.
 * @throws {InvalidEventData} when the event does not meet its class
 */
export async function appendToOutbox(
  tx: EntityManager,
  event: object,
  subject: Subject,
  occurredAt: Date,
  origin: Origin = {},
): Promise<void> {
  await append(tx, (event.constructor as EventClass).type, serialise(event), subject, occurredAt, origin);
}

/** The same for a record without a value: the state of this type that the key had is no more. */
export async function appendTombstone(
  tx: EntityManager,
  type: string,
  subject: Subject,
  occurredAt: Date,
  origin: Origin = {},
): Promise<void> {
  await append(tx, type, null, subject, occurredAt, origin);
}

async function append(
  tx: EntityManager,
  type: string,
  data: string | null,
  subject: Subject,
  occurredAt: Date,
  { actor, traceparent }: Origin,
): Promise<void> {
  dataOf(tx)[APPENDED] = true;
  await traceAppend(type, traceparent, (traced) =>
    tx.query(
      `INSERT INTO outbox (id, type, topic, key, sequence, occurred_at, actor, traceparent, data)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [uuid(), type, topicOf(type), subject.id, subject.version, occurredAt, actor ?? null, traced ?? null, data],
    ),
  );
}

const APPENDED = 'outbox';

/** Whether this transaction appends an event, so that somebody must wake the relay after its COMMIT. */
export function hasAppended(tx: EntityManager): boolean {
  return dataOf(tx)[APPENDED] === true;
}

/** What TypeORM keeps for the user of a transaction. */
function dataOf(tx: EntityManager): Record<string, unknown> {
  return tx.queryRunner!.data;
}
