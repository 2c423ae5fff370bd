import { Injectable } from '@nestjs/common';
import { appendToOutbox, Relay } from '@polyphony/messaging';
import { DataSource, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { Command } from './command.js';
import { DomainError } from './domain-error.js';
import { Pseudonyms } from './pseudonyms.js';

/** What every aggregate has: a stable id, and a version that each of its events raises by one. */
export interface Aggregate {
  id: string;
  version: number;
}

/** Runs commands: lock → decide → store, in one transaction, with the answer kept for a repeated request. */
@Injectable()
export class Commands {
  constructor(
    private readonly dataSource: DataSource,
    private readonly relay: Relay,
    private readonly pseudonyms: Pseudonyms,
  ) {}

  /**
   * The transaction of a command. With an idempotency key the answer is stored in it, and a repetition gets the same
   * answer without doing anything.
   * @throws {DomainError} invalid `idempotency-key-reused` when the key came with another request
   */
  async run<T>(command: Command, work: (tx: CommandTransaction) => Promise<T>): Promise<T> {
    const answer = await this.dataSource.transaction(async (manager) => {
      const earlier = await claimKey(manager, command);
      if (earlier !== undefined) return earlier as T;
      const result = await work(
        new CommandTransaction(manager, command, new Date(), this.pseudonyms.of(command.actor.id)),
      );
      await keepAnswer(manager, command, result);
      return result;
    });
    this.relay.wake();
    return answer;
  }
}

/** One command's transaction: who acts, when, and the two verbs that every command needs. */
export class CommandTransaction {
  constructor(
    readonly manager: EntityManager,
    private readonly command: Command,
    /** The instant of this command. */
    readonly now: Date,
    /** What events call the actor. */
    private readonly pseudonym: string,
  ) {}

  get actor(): Command['actor'] {
    return this.command.actor;
  }

  /**
   * Loads the aggregate that this command changes, and keeps all others out until the end.
   * @throws {DomainError} 404, 428 without If-Match, 412 when it is not at that version
   */
  async lock<T extends Aggregate>(type: abstract new (...args: never[]) => T, id: string): Promise<T> {
    const aggregate = await this.manager.findOne(type, {
      where: { id } as FindOptionsWhere<T>,
      lock: { mode: 'pessimistic_write' },
      // Children come by a query of their own: an outer join cannot be locked.
      relationLoadStrategy: 'query',
    });
    const name = type.name.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    if (!aggregate) throw new DomainError('not-found', `${name}-unknown`, `There is no ${name} ${id}`);
    const { expectedVersion } = this.command;
    if (expectedVersion === undefined)
      throw new DomainError(
        'version-required',
        'if-match-missing',
        `Send If-Match with the ETag of the ${name} that you have read`,
      );
    if (expectedVersion !== aggregate.version)
      throw new DomainError(
        'stale',
        `${name}-changed`,
        `The ${name} is at version ${aggregate.version}, not ${expectedVersion}: read it again`,
      );
    return aggregate;
  }

  /**
   * Stores the change, the event that reports it under the version that it makes, and who did it, when and why: the reason
   * that an event gives is the code that its command gave.
   */
  async store(aggregate: Aggregate, event: object): Promise<void> {
    aggregate.version += 1;
    await this.manager.save(aggregate);
    const { actor, traceparent } = this.command;
    await appendToOutbox(this.manager, event, aggregate, this.now, { actor: this.pseudonym, traceparent });
    await this.manager.query(
      `INSERT INTO command_log (aggregate_id, version, event_type, actor_id, role, partner_id, reason, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        aggregate.id,
        aggregate.version,
        (event.constructor as { type?: string }).type,
        actor.id,
        actor.role,
        actor.partnerId ?? null,
        (event as { reason?: string }).reason ?? null,
        this.now,
      ],
    );
  }
}

/** The tables of {@link Commands}, once in every service's own schema. */
export const CREATE_COMMAND_TABLES = `
  CREATE TABLE idempotency_key (
    actor_id     text NOT NULL,
    key          text NOT NULL,
    request_hash text NOT NULL,
    answer       json,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_pk PRIMARY KEY (actor_id, key)
  );
  CREATE TABLE command_log (
    aggregate_id uuid NOT NULL,
    version      integer NOT NULL,
    event_type   text NOT NULL,
    actor_id     text NOT NULL,
    role         text NOT NULL,
    partner_id   uuid,
    -- The code that the command gave, where it takes one.
    reason       text,
    at           timestamptz NOT NULL,
    CONSTRAINT command_log_pk PRIMARY KEY (aggregate_id, version)
  );
`;

export const DROP_COMMAND_TABLES = 'DROP TABLE idempotency_key, command_log';

/** @returns the answer that this key already got; undefined when it is new, and ours until the transaction ends */
async function claimKey(manager: EntityManager, { actor, idempotency }: Command): Promise<unknown> {
  if (!idempotency) return undefined;
  const claimed: unknown[] = await manager.query(
    `INSERT INTO idempotency_key (actor_id, key, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (actor_id, key) DO NOTHING RETURNING 1`,
    [actor.id, idempotency.key, idempotency.requestHash],
  );
  if (claimed.length === 1) return undefined;
  const rows: { request_hash: string; answer: unknown }[] = await manager.query(
    'SELECT request_hash, answer FROM idempotency_key WHERE actor_id = $1 AND key = $2',
    [actor.id, idempotency.key],
  );
  if (rows[0]?.request_hash !== idempotency.requestHash)
    throw new DomainError('invalid', 'idempotency-key-reused', 'This Idempotency-Key was used for another request');
  return rows[0].answer;
}

async function keepAnswer(manager: EntityManager, { actor, idempotency }: Command, answer: unknown): Promise<void> {
  if (!idempotency) return;
  await manager.query('UPDATE idempotency_key SET answer = $3 WHERE actor_id = $1 AND key = $2', [
    actor.id,
    idempotency.key,
    JSON.stringify(answer),
  ]);
}
