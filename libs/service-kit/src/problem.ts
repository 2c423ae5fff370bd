import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { isTransient } from '@polyphony/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { nameOf, traceOf, traceparentFor } from './http.js';
import { DomainError, type RefusalKind, type Violation } from './domain-error.js';

const STATUS: Record<RefusalKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'not-seen-yet': 409,
  stale: 412,
  'too-slow': 408,
  'too-large': 413,
  unsupported: 415,
  invalid: 422,
  'version-required': 428,
  'too-often': 429,
  'head-too-large': 431,
  unavailable: 503,
};
/** By the error code of Node, the refusal of what never became a request. */
const UNREADABLE: Partial<Record<string, { line: string; kind: RefusalKind; code: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { line: '408 Request Timeout', kind: 'too-slow', code: 'request-too-slow' },
  HPE_HEADER_OVERFLOW: { line: '431 Request Header Fields Too Large', kind: 'head-too-large', code: 'head-too-large' },
};
const NO_HTTP = { line: '400 Bad Request', kind: 'malformed', code: 'request-malformed' } as const;
const RETRY_AFTER_SECONDS: Partial<Record<RefusalKind, number>> = { 'not-seen-yet': 1, 'too-often': 1, unavailable: 2 };

/** An answer by RFC 9457; `code` is the stable part that clients switch on. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  traceId: string;
  errors?: Violation[];
}

/** Every error becomes problem+json: refusals as they are, what is unexpected without its inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const refusal = this.asRefusal(error, request);
    answerRefusal(request, host.switchToHttp().getResponse<FastifyReply>(), refusal.error, refusal.status);
  }

  private asRefusal(error: unknown, request: FastifyRequest): { error: DomainError; status?: number } {
    if (error instanceof DomainError) return { error };
    // SQLSTATE 22021, 22P05 and, from JSON, 22P02: U+0000 or half of a surrogate pair, which PostgreSQL cannot hold.
    // Ids, days and instants cannot be meant: they are checked before.
    if (['22021', '22P02', '22P05'].includes(String((error as { code?: unknown } | null)?.code)))
      return {
        error: new DomainError('malformed', 'text-unstorable', 'A text holds characters that cannot be stored'),
      };
    if (isTransient(error)) {
      this.logger.warn({ ...traceOf(request), message: `${nameOf(request)}: ${(error as Error).message}` });
      return {
        error: new DomainError(
          'unavailable',
          'engine-unavailable',
          'The database does not answer; try again with the same Idempotency-Key',
        ),
      };
    }
    const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown })?.statusCode;
    if (typeof status === 'number' && status >= 400 && status < 500)
      return { error: new DomainError('malformed', codeOf(status), (error as Error).message), status };
    this.logger.error(
      { ...traceOf(request), message: `${nameOf(request)} failed: ${String(error)}` },
      (error as Error)?.stack,
    );
    return {
      error: new DomainError(
        'malformed',
        'internal-error',
        'Something is wrong on our side; the trace id finds it in the log',
      ),
      status: 500,
    };
  }
}

/** Answers a refusal as problem+json, with the headers that its kind wants; the status is that of its kind. */
export function answerRefusal(
  { traceparent }: FastifyRequest,
  reply: FastifyReply,
  refusal: DomainError,
  status = STATUS[refusal.kind],
): void {
  const { kind, code } = refusal;
  const problem = problemOf(refusal, traceparent.split('-')[1]!, status);
  const retryAfter = RETRY_AFTER_SECONDS[kind];
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
  if (kind === 'unauthenticated') void reply.header('www-authenticate', challenge(code));
  void reply.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

function problemOf({ kind, code, message, violations }: DomainError, traceId: string, status = STATUS[kind]): Problem {
  return {
    type: `urn:polyphony:problem:${code}`,
    title: code.replaceAll('-', ' '),
    status,
    code,
    detail: message,
    traceId,
    ...(violations.length > 0 ? { errors: violations } : {}),
  };
}

/** Refuses, as every refusal is answered, what reaches no route and no hook: a path that is not readable. */
export function refuseUnroutable(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  request.traceparent = traceparentFor(request);
  answerRefusal(request, reply, new DomainError('malformed', 'path-malformed', 'The path cannot be read'));
}

/** Refuses what never became a request: too slow, a head that is too large, or no HTTP at all. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { line, kind, code } = UNREADABLE[error.code ?? ''] ?? NO_HTTP;
  const trace = randomBytes(16).toString('hex');
  const body = JSON.stringify(problemOf(new DomainError(kind, code, 'The request cannot be read'), trace));
  const head = ['content-type: application/problem+json', `content-length: ${body.length}`, 'connection: close'];
  if (socket.writable) socket.write([`HTTP/1.1 ${line}`, ...head, '', body].join('\r\n'));
  socket.destroy(error);
}

/** By RFC 6750: a token that was sent and does not count is named as the error. */
function challenge(code: string): string {
  return code === 'token-missing' ? 'Bearer' : 'Bearer error="invalid_token"';
}

function codeOf(status: number): string {
  const codes: Record<number, string> = { 404: 'route-unknown', 413: 'body-too-large', 415: 'media-type-unsupported' };
  return codes[status] ?? 'request-malformed';
}
