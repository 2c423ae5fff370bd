import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { headerOf, type RawRecord } from './cloud-event.js';
import type { ConsumerDefinition } from './consumer.js';

let tracer: Tracer | undefined;

/** From now on this process traces what it appends, publishes and handles; untraced, that costs a comparison each. */
export function traceMessages(by: Tracer | undefined): void {
  tracer = by;
}

/** The context in which this traceparent (W3C) is the parent; without one, the context of now. */
export function contextOf(traceparent: string | null | undefined): Context {
  const parent = traceparent ? parseTraceParent(traceparent) : null;
  return parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : context.active();
}

/** What makes others the children of this span. */
export function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Ends a span; with an error, as failed of it. */
export function endSpan(span: Span, error?: Error): void {
  if (error) {
    span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/** Stores an event within a span, whose traceparent goes along with it. */
export async function traceAppend(
  type: string,
  traceparent: string | undefined,
  store: (traceparent?: string) => Promise<unknown>,
): Promise<void> {
  if (!tracer) {
    await store(traceparent);
    return;
  }
  const span = tracer.startSpan(
    `append ${type}`,
    { attributes: { 'polyphony.event.type': type } },
    contextOf(traceparent),
  );
  await ended([span], () => store(traceparentOf(span)));
}

/** An event on its way to Kafka. */
interface Outgoing {
  id: string;
  topic: string;
  traceparent: string | null;
}

/** Sends events within a span each, which becomes the parent of whoever handles the event. */
export async function tracePublish<E extends Outgoing>(
  events: E[],
  send: (events: E[]) => Promise<unknown>,
): Promise<void> {
  if (!tracer) {
    await send(events);
    return;
  }
  const spans = new Map<E, Span>();
  for (const event of events)
    if (event.traceparent !== null)
      spans.set(event, startMessageSpan(tracer, SpanKind.PRODUCER, 'publish', event, event.traceparent));
  const traced = events.map((event) => {
    const span = spans.get(event);
    return span ? { ...event, traceparent: traceparentOf(span) } : event;
  });
  await ended([...spans.values()], () => send(traced));
}

/**
 * Handles records within a span for each that the consumer reads. What a record handled alone logs and appends is of its
 * trace; a batch belongs to no single one.
 */
export async function traceProcess<T>(
  { group, events }: { group: string; events: ConsumerDefinition['events'] },
  records: readonly RawRecord[],
  handle: () => Promise<T>,
): Promise<T> {
  if (!tracer) return handle();
  const spans: Span[] = [];
  for (const { topic, partition, offset, headers } of records) {
    const traceparent = headerOf(headers, 'traceparent');
    if (!traceparent || !events.has(headerOf(headers, 'ce_type') ?? '')) continue;
    const event = { id: headerOf(headers, 'ce_id') ?? '', topic };
    const attributes = {
      'messaging.consumer.group.name': group,
      'messaging.destination.partition.id': String(partition),
      'messaging.kafka.offset': Number(offset),
      'messaging.batch.message_count': records.length,
    };
    spans.push(startMessageSpan(tracer, SpanKind.CONSUMER, 'process', event, traceparent, attributes));
  }
  const [only] = spans;
  const alone = only && records.length === 1 ? trace.setSpan(ROOT_CONTEXT, only) : ROOT_CONTEXT;
  return ended(spans, () => context.with(alone, handle));
}

/** By OpenTelemetry's conventions for messaging. */
function startMessageSpan(
  by: Tracer,
  kind: SpanKind,
  operation: 'publish' | 'process',
  { id, topic }: Pick<Outgoing, 'id' | 'topic'>,
  traceparent: string,
  attributes: Attributes = {},
): Span {
  const described = {
    'messaging.system': 'kafka',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation === 'publish' ? 'send' : 'process',
    'messaging.destination.name': topic,
    'messaging.message.id': id,
    ...attributes,
  };
  return by.startSpan(`${operation} ${topic}`, { kind, attributes: described }, contextOf(traceparent));
}

/** Works, and ends the spans as the work ends. */
async function ended<T>(spans: readonly Span[], work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    for (const span of spans) endSpan(span);
    return result;
  } catch (error) {
    for (const span of spans) endSpan(span, error as Error);
    throw error;
  }
}
