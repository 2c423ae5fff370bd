import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { createGunzip } from 'node:zlib';
import { DomainError } from './domain-error.js';

const JSON_TYPE = /^application\/json *(;|$)/i;

/** Takes bodies of JSON, plain or with gzip, and no others. */
export function readBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const refusal = unreadable(request);
    if (refusal || request.headers['content-encoding'] !== 'gzip') {
      done(refusal, payload);
      return;
    }
    // Fastify counts what comes out of the stream against bodyLimit, so a small bomb does not become a large body.
    delete request.headers['content-encoding'];
    delete request.headers['content-length'];
    const unzipped = createGunzip();
    payload.on('error', (error: Error) => unzipped.destroy(error));
    // Fastify stops listening at the limit; an error that nobody hears ends the process.
    unzipped.on('error', () => undefined);
    done(null, payload.pipe(unzipped));
  });
}

/** Why a body cannot be read: it is no JSON, or encoded otherwise than with gzip. */
function unreadable({ method, headers }: FastifyRequest): DomainError | null {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (method !== 'POST' || !hasBody) return null;
  if (!JSON_TYPE.test(headers['content-type'] ?? ''))
    return new DomainError('unsupported', 'media-type-unsupported', 'A body comes as application/json');
  if (!['gzip', 'identity'].includes(headers['content-encoding'] ?? 'identity'))
    return new DomainError('unsupported', 'content-encoding-unsupported', 'A body comes as it is or with gzip');
  return null;
}
