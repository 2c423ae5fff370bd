import {
  PartnerActivated,
  PartnerReinstated,
  PartnerSuspended,
  serialise,
  type EventClass,
} from '@polyphony/contracts';
import { partitionOf, toHeaders } from '@polyphony/messaging';
import type { Kafka, Message } from 'kafkajs';
import { v7 as uuid } from 'uuid';

const AT = '2026-05-01T10:00:00.000Z';
/** Messages a send: the relay's own. */
export const BATCH = 1_000;

/** The topic on which these events stand. */
export const TOPIC = 'partner-registry.partner';

/** An event of a partner as it is stored in an outbox, and as it is sent. */
export interface PartnerEvent {
  id: string;
  type: string;
  key: string;
  sequence: number;
  data: string;
}

/** The lives of as many partners as it takes, ten events each, told in turn: activated, then suspended and reinstated. */
export function partnerEvents(count: number): PartnerEvent[] {
  const partners = Array.from({ length: Math.ceil(count / 10) }, () => uuid());
  return Array.from({ length: count }, (_, index) => {
    const key = partners[index % partners.length]!;
    return partnerEvent(key, 1 + Math.floor(index / partners.length));
  });
}

/** The event that makes this version of a partner. */
export function partnerEvent(partnerId: string, sequence: number): PartnerEvent {
  const event = eventAt(partnerId, sequence);
  const { type } = event.constructor as EventClass;
  return { id: uuid(), type, key: partnerId, sequence, data: serialise(event) };
}

function eventAt(partnerId: string, sequence: number): object {
  if (sequence === 1)
    return new PartnerActivated({ partnerId, standing: 'fellow', country: 'KE', region: 'africa', activatedAt: AT });
  return sequence % 2 === 0
    ? new PartnerSuspended({ partnerId, reason: 'safety', suspendedAt: AT })
    : new PartnerReinstated({ partnerId, reinstatedAt: AT });
}

/** As the relay sends it. */
export function messageOf({ id, type, key, sequence, data }: PartnerEvent): Message {
  const source = TOPIC.slice(0, TOPIC.indexOf('.'));
  const headers = toHeaders({ id, type, source, subject: key, time: AT, sequence: String(sequence) });
  return { key, partition: partitionOf(key), value: data, headers };
}

/** Sends them with a bare kafkajs producer: the relay's settings and batches, one send at a time. @returns seconds */
export async function sendRaw(kafka: Kafka, topic: string, messages: Message[]): Promise<number> {
  const producer = kafka.producer({ idempotent: false, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  const began = performance.now();
  for (let from = 0; from < messages.length; from += BATCH)
    await producer.send({ topic, acks: -1, messages: messages.slice(from, from + BATCH) });
  const seconds = (performance.now() - began) / 1_000;
  await producer.disconnect();
  return seconds;
}
