import { topicOf, type EventClass } from '@polyphony/contracts';
import { Catch, Controller, UseFilters, type RpcExceptionFilter, type Type } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import type { Received } from './cloud-event.js';

/** A consumer as the transport runs it. */
export interface ConsumerDefinition {
  /** Name within the service; the consumer group is `<service>.<name>`. */
  name: string;
  /** The event types it reads, by type. */
  events: ReadonlyMap<string, EventClass>;
  /** The topics on which they stand. */
  topics: readonly string[];
  /** The tables that are this consumer's projection: emptied by a rebuild, and changed by nobody else. */
  tables: readonly string[];
  /** Applies events of one partition, in order, in the transaction that moves the position. */
  handle(tx: EntityManager, events: Received[]): Promise<void>;
}

/** What {@link Consumer} leaves for the transport on the handler. */
export interface ConsumerExtras {
  consumer: string;
  tables: readonly string[];
  events: readonly EventClass[];
}

type Handler<T extends object> = (tx: EntityManager, events: Received<T>[]) => Promise<void>;

const EVENTS = Symbol('events');
const EXTRAS = Symbol('extras');
interface Marked {
  [EVENTS]?: { method: string; events: EventClass[] };
  [EXTRAS]?: ConsumerExtras;
}

/** Nest would turn every error of a handler into "Internal server error"; the transport must see what it was. */
@Catch()
class HandOver implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

interface AnyEventClass {
  readonly type: string;
  new (data: never): object;
}

/** Marks the one method of a consumer that applies these events, all of them in the order of the log. */
export function OnEvent<Classes extends AnyEventClass[]>(...events: Classes) {
  return <M extends Handler<InstanceType<Classes[number]>>>(
    target: object,
    method: string,
    _descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    const marked = target as Marked;
    if (marked[EVENTS]) throw new Error(`${target.constructor.name} has two @OnEvent methods; a consumer has one`);
    marked[EVENTS] = { method, events: events as unknown as EventClass[] };
  };
}

/**
 * A consumer: the only writer of `tables`, fed from the topics of its events through the consumer group
 * `<service>.<name>`. The name is permanent: another one replays everything.
 */
export function Consumer(name: string, { tables }: { tables: readonly string[] }): ClassDecorator {
  return (target) => {
    const prototype = target.prototype as object;
    const marked = (prototype as Marked)[EVENTS];
    if (!marked) throw new Error(`${target.name} is a @Consumer without an @OnEvent method`);
    const descriptor = Object.getOwnPropertyDescriptor(prototype, marked.method)!;
    const extras: ConsumerExtras = { consumer: name, tables, events: marked.events };
    (prototype as Marked)[EXTRAS] = extras;
    EventPattern<string>(name, extras)(prototype, marked.method, descriptor);
    // Nest hands over (data, context): the transaction travels as context, the events as payload.
    Ctx()(prototype, marked.method, 0);
    Payload()(prototype, marked.method, 1);
    UseFilters(HandOver)(target);
    Controller()(target);
  };
}

/** What a class says by {@link Consumer} of itself, its events by type; undefined for any other class. */
export function consumerOf(type: Type): { name: string; topics: string[]; events: string[] } | undefined {
  const extras = (type.prototype as Marked)[EXTRAS];
  return extras && { name: extras.consumer, topics: topicsOf(extras), events: extras.events.map(({ type }) => type) };
}

/** The definition of a consumer from what its decorators said. */
export function defineConsumer(extras: ConsumerExtras, handle: ConsumerDefinition['handle']): ConsumerDefinition {
  return {
    name: extras.consumer,
    events: new Map(extras.events.map((event) => [event.type, event])),
    topics: topicsOf(extras),
    tables: extras.tables,
    handle,
  };
}

function topicsOf({ events }: ConsumerExtras): string[] {
  return [...new Set(events.map((event) => topicOf(event.type)))];
}
