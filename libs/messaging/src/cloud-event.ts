import { deserialise, type EventClass } from '@polyphony/contracts';
import { losesNothing } from './storable.js';

/** An event as a handler receives it: the validated data and where it stood. */
export interface Received<T extends object = object> {
  id: string;
  type: string;
  data: T;
  /** Aggregate id: the record key. */
  key: string;
  /** Version of the aggregate that this event made; consecutive events of one aggregate rise. */
  sequence: number;
  time: Date;
  topic: string;
  partition: number;
  offset: bigint;
  /** A pseudonym of who made it happen. */
  actor?: string;
  traceparent?: string;
}

/** CloudEvents 1.0 attributes of an event, in Kafka's binary mode: value = data, attributes = headers. */
export interface EventAttributes {
  id: string;
  type: string;
  source: string;
  subject: string;
  time: string;
  sequence: string;
  actor?: string | null;
  traceparent?: string | null;
}

export function toHeaders(event: EventAttributes): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: event.source,
    ce_subject: event.subject,
    ce_time: event.time,
    ce_sequence: event.sequence,
    'content-type': 'application/json',
    ...(event.actor ? { ce_actor: event.actor } : {}),
    ...(event.traceparent ? { traceparent: event.traceparent } : {}),
  };
}

/** A record that is no readable event; it is parked with this message. */
export class MalformedEvent extends Error {}

/** Header values as kafkajs gives them, buffers or arrays of them, or as text from the table of parked events. */
export type RawHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;

/** One record as it came from Kafka or out of the table of parked events. */
export interface RawRecord {
  topic: string;
  partition: number;
  offset: bigint;
  key: string | null;
  headers: RawHeaders;
  value: Buffer | null;
}

/** A header's text; of a repeated one the first counts. */
export function headerOf(headers: RawHeaders, name: string): string | undefined {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value)?.toString();
}

/** All headers as text. */
export function textHeaders(headers: RawHeaders = {}): Record<string, string> {
  return Object.fromEntries(
    Object.keys(headers).flatMap((name) => {
      const text = headerOf(headers, name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** The event type of a record; a record without one cannot be told apart from any other and is malformed. */
export function typeOf(record: RawRecord): string {
  const type = headerOf(record.headers, 'ce_type');
  if (!type) throw new MalformedEvent('header ce_type is missing');
  return type;
}

/** @throws {MalformedEvent} with what is missing or wrong */
export function readEvent(record: RawRecord, eventClass: EventClass): Received {
  const { headers } = record;
  const sequence = Number(headerOf(headers, 'ce_sequence'));
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw new MalformedEvent('header ce_sequence is not a version');
  const id = headerOf(headers, 'ce_id');
  if (!id) throw new MalformedEvent('header ce_id is missing');
  if (!record.key) throw new MalformedEvent('the record has no key');
  if (!losesNothing(record.key)) throw new MalformedEvent('the key cannot be stored as it is');
  const time = new Date(headerOf(headers, 'ce_time') ?? NaN);
  if (Number.isNaN(time.getTime())) throw new MalformedEvent('header ce_time is not an instant');
  if (record.value === null) throw new MalformedEvent('the record has no value');
  let data: object;
  try {
    data = deserialise(eventClass, record.value.toString('utf8'));
  } catch (error) {
    throw new MalformedEvent((error as Error).message, { cause: error });
  }
  const { topic, partition, offset, key } = record;
  const event: Received = { id, type: eventClass.type, data, key, sequence, time, topic, partition, offset };
  const actor = headerOf(headers, 'ce_actor');
  if (actor) event.actor = actor;
  const traceparent = headerOf(headers, 'traceparent');
  if (traceparent) event.traceparent = traceparent;
  return event;
}
