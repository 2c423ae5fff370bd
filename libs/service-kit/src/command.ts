import { createParamDecorator, type ExecutionContext, type RawBodyRequest } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { Actor } from './actor.js';
import { DomainError } from './domain-error.js';

export const IDEMPOTENCY_KEY_LENGTH = { min: 8, max: 200 } as const;

/** Everything a request says about a command besides its body. */
export interface Command {
  actor: Actor;
  /** The version of the aggregate that the caller has seen (`If-Match`). */
  expectedVersion?: number;
  /** `Idempotency-Key`, with what it was first used for. */
  idempotency?: { key: string; requestHash: string };
  /** W3C trace context that travels with the event. */
  traceparent: string;
}

/** Hands a controller method the command context of its request. */
export const InCommand = createParamDecorator((_: unknown, context: ExecutionContext): Command => {
  const request = context.switchToHttp().getRequest<RawBodyRequest<FastifyRequest>>();
  return {
    ...idempotencyOf(request),
    ...expectedVersionOf(request),
    actor: request.actor!,
    traceparent: request.traceparent,
  };
});

/** Hands a controller method who reads; undefined on a public route without a token. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().actor,
);

function expectedVersionOf(request: FastifyRequest): Pick<Command, 'expectedVersion'> {
  const header = request.headers['if-match'];
  if (header === undefined) return {};
  const version = /^"(\d+)"$/.exec(header)?.[1];
  if (version === undefined)
    throw new DomainError('malformed', 'if-match-malformed', 'If-Match takes one ETag as it was answered, such as "3"');
  return { expectedVersion: Number(version) };
}

function idempotencyOf(request: RawBodyRequest<FastifyRequest>): Pick<Command, 'idempotency'> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return {};
  const { min, max } = IDEMPOTENCY_KEY_LENGTH;
  if (typeof key !== 'string' || key.length < min || key.length > max)
    throw new DomainError(
      'malformed',
      'idempotency-key-malformed',
      `Idempotency-Key takes ${min} to ${max} characters`,
    );
  const requestHash = createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(request.rawBody ?? '')
    .digest('hex');
  return { idempotency: { key, requestHash } };
}
