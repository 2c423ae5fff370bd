import { Inject, Injectable } from '@nestjs/common';
import { appendToOutbox, Relay } from '@polyphony/messaging';
import { DataSource, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { Command } from './command.js';
import { DomainError } from './domain-error.js';
import { kebabCase } from './kebab-case.js';
import { Pseudonyms } from './pseudonyms.js';
import { SERVICE, type RunningService } from './service-definition.js';
import { appendStates, type PublicState } from './states.js';
import { together } from './together.js';

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
    @Inject(SERVICE) private readonly service: RunningService,
  ) {}

  /**
   * The transaction of a command. With an idempotency key the answer is stored in it, and a repetition gets the same
   * answer without doing anything: whatever it has tried is undone, as its key cannot be stored twice.
   * @throws {DomainError} invalid `idempotency-key-reused` when the key came with another request
   */
  async run<T>(command: Command, work: (tx: CommandTransaction) => Promise<T>): Promise<T> {
    const { actor, idempotency } = command;
    try {
      const answer = await this.dataSource.transaction(async (manager) => {
        const tx = new CommandTransaction(manager, command, new Date(), this.pseudonyms.of(actor.id));
        const result = await work(tx);
        await tx.appendStates(this.service.definition.states);
        if (idempotency) await keepAnswer(manager, actor.id, idempotency, result);
        return result;
      });
      this.relay.wake();
      return answer;
    } catch (error) {
      // Looked up only now: a first request, which is nearly every one, need not ask for an answer that is not there.
      const earlier = idempotency && (await this.answerKept(actor.id, idempotency, error));
      if (!earlier) throw error;
      return earlier.answer as T;
    }
  }

  /**
   * @returns undefined when this key has got no answer
   * @throws {DomainError} invalid `idempotency-key-reused`; the command's own error when this cannot be looked up
   */
  private async answerKept(
    actorId: string,
    { key, requestHash }: Idempotency,
    ownError: unknown,
  ): Promise<{ answer: unknown } | undefined> {
    const [kept] = await this.dataSource
      .query<{ request_hash: string; answer: unknown }[]>(
        'SELECT request_hash, answer FROM idempotency_key WHERE actor_id = $1 AND key = $2',
        [actorId, key],
      )
      .catch(() => Promise.reject<never>(ownError as Error));
    if (kept && kept.request_hash !== requestHash)
      throw new DomainError('invalid', 'idempotency-key-reused', 'This Idempotency-Key was used for another request');
    return kept;
  }
}

/** One command's transaction: who acts, when, and the two verbs that every command needs. */
export class CommandTransaction {
  private readonly stored = new Set<Aggregate>();

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
    const name = kebabCase(type.name);
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
    this.stored.add(aggregate);
    const { actor, traceparent } = this.command;
    const saved = this.save(aggregate);
    const appended = appendToOutbox(this.manager, event, aggregate, this.now, { actor: this.pseudonym, traceparent });
    const logged = this.manager.query(
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
    await together(saved, appended, logged);
  }

  /** TypeORM's save() looks first whether there is a row; for a new aggregate without children there is no need. */
  private async save(aggregate: Aggregate): Promise<void> {
    const { relations, target } = this.manager.connection.getMetadata(aggregate.constructor);
    if (aggregate.version === 1 && relations.length === 0) await this.manager.insert(target, aggregate);
    else await this.manager.save(aggregate);
  }

  /** Puts this answer in the place of every one that was kept about the aggregate: a repeated request must not tell what is erased. */
  async forgetAnswers(aggregate: Aggregate, answer: object): Promise<void> {
    await this.manager.query(`UPDATE idempotency_key SET answer = $2 WHERE answer ->> 'id' = $1`, [
      aggregate.id,
      JSON.stringify(answer),
    ]);
  }

  /** Appends the public documents of what was stored; called once, when the command has done everything. */
  async appendStates(states: readonly PublicState[] = []): Promise<void> {
    const { traceparent } = this.command;
    await appendStates(this.manager, states, this.stored, this.now, { traceparent, actor: this.pseudonym });
  }
}

/** The tables of {@link Commands}, once in every service's own schema. */
export const CREATE_COMMAND_TABLES = `
  CREATE TABLE idempotency_key (
    actor_id     text NOT NULL,
    key          text NOT NULL,
    request_hash text NOT NULL,
    answer       json NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_pk PRIMARY KEY (actor_id, key)
  );
  CREATE INDEX idempotency_key_created_at_idx ON idempotency_key (created_at);
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

type Idempotency = NonNullable<Command['idempotency']>;

/** Refused by the table when the key is there already; one that is just being stored is waited for. */
async function keepAnswer(
  manager: EntityManager,
  actorId: string,
  { key, requestHash }: Idempotency,
  answer: unknown,
): Promise<void> {
  await manager.query('INSERT INTO idempotency_key (actor_id, key, request_hash, answer) VALUES ($1, $2, $3, $4)', [
    actorId,
    key,
    requestHash,
    JSON.stringify(answer ?? null),
  ]);
}
