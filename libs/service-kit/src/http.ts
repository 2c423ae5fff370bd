import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { DomainError } from './domain-error.js';
import type { ServiceMetrics } from './service-metrics.js';

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Trace context, gzip bodies, figures, and the switch that keeps /v1 closed on replicas without the http role. */
export function prepareHttp(app: NestFastifyApplication, servesHttp: boolean, metrics?: ServiceMetrics): void {
  const fastify = app.getHttpAdapter().getInstance();
  if (metrics)
    fastify.addHook('onResponse', ({ method, routeOptions }, reply, done) => {
      const route = routeOptions.url ?? 'none';
      metrics.httpDuration.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
      done();
    });
  fastify.decorateRequest('traceparent', '');
  fastify.addHook('onRequest', (request, _reply, done) => {
    const given = request.headers['traceparent'];
    const traceId =
      typeof given === 'string' && TRACEPARENT.test(given) ? given.slice(3, 35) : randomBytes(16).toString('hex');
    request.traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    if (!servesHttp && request.url.startsWith('/v1')) {
      done(new DomainError('not-found', 'role-http-off', 'This replica does not serve HTTP'));
      return;
    }
    done();
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.headers['content-encoding'] !== 'gzip') {
      done(null, payload);
      return;
    }
    // Fastify counts what comes out of the stream against bodyLimit, so a small bomb does not become a large body.
    delete request.headers['content-encoding'];
    delete request.headers['content-length'];
    const unzipped = createGunzip();
    payload.on('error', (error: Error) => unzipped.destroy(error));
    done(null, payload.pipe(unzipped));
  });
}
