import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Tracer } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { DomainError } from './domain-error.js';
import { traceRequests } from './http-tracing.js';
import type { RunningService } from './service-definition.js';
import type { LogFields } from './service-log.js';
import type { ServiceMetrics } from './service-metrics.js';

/** A request in the log: by its route, as an address may hold what nobody else may read. */
export function nameOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url ?? 'of no route'}`;
}

/** The trace of a request in the log. */
export function traceOf({ traceparent }: FastifyRequest): { trace_id: string } {
  return { trace_id: traceparent.split('-')[1]! };
}

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What of HTTP depends on the replica; what is not given costs nothing. */
export interface HttpOptions {
  /** Whether it has the role http. */
  serves: boolean;
  metrics?: ServiceMetrics;
  tracer?: Tracer;
  /** Told of each answer. */
  log?: (fields: LogFields) => void;
}

/** A replica that leaves closes each connection after its answer, so that no request is sent into one that just closes. */
export function closeConnectionsOf(app: NestFastifyApplication, running: RunningService): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (running.leaving) void reply.header('connection', 'close');
    done(null, payload);
  });
}

/** Trace context, figures, and the switch that keeps all but health closed on replicas without the http role. */
export function prepareHttp(app: NestFastifyApplication, { serves, metrics, tracer, log }: HttpOptions): void {
  const fastify = app.getHttpAdapter().getInstance();
  if (metrics)
    fastify.addHook('onResponse', ({ method, routeOptions }, reply, done) => {
      const route = routeOptions.url ?? 'none';
      metrics.httpDuration.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
      done();
    });
  if (log)
    fastify.addHook('onResponse', (request, { statusCode, elapsedTime }, done) => {
      log({ ...traceOf(request), message: `${nameOf(request)}: ${statusCode}`, duration_ms: Math.round(elapsedTime) });
      done();
    });
  fastify.decorateRequest('traceparent', '');
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.traceparent = traceparentFor(request);
    // By its route: an address can be written in many ways.
    if (!serves && !request.routeOptions.url?.startsWith('/health/')) {
      done(new DomainError('not-found', 'role-http-off', 'This replica does not serve HTTP'));
      return;
    }
    done();
  });
  if (tracer) traceRequests(fastify, tracer);
}

/** The trace that the request belongs to, or a new one, and a span of our own. */
export function traceparentFor({ headers: { traceparent: given } }: FastifyRequest): string {
  const traceId =
    typeof given === 'string' && TRACEPARENT.test(given) ? given.slice(3, 35) : randomBytes(16).toString('hex');
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}
