import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span, type Tracer } from '@opentelemetry/api';
import { contextOf, endSpan, traceparentOf } from '@polyphony/messaging';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A span for every request but those for health, named by the template of its route; the handler runs within it. */
export function traceRequests(fastify: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url;
    if (!route?.startsWith('/health')) {
      const attributes = { 'http.request.method': method, ...(route && { 'http.route': route }) };
      const given = headers['traceparent'];
      const parent = typeof given === 'string' ? contextOf(given) : ROOT_CONTEXT;
      const span = tracer.startSpan(
        route ? `${method} ${route}` : method,
        { kind: SpanKind.SERVER, attributes },
        parent,
      );
      spans.set(request, span);
      request.traceparent = traceparentOf(span);
    }
    done();
  });
  // Not earlier: the events of a body that is read know nothing of the context of its request.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) context.with(trace.setSpan(ROOT_CONTEXT, span), done);
    else done();
  });
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    if (span) endSpan(span);
    done();
  });
}
