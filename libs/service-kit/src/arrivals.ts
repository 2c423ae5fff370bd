import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { ServiceConfig } from './config.js';
import { DomainError } from './domain-error.js';
import { TokenVerifier, type Identity } from './token-verifier.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom the token of the request was made for; undefined without a token. */
    identity?: Identity;
  }
}

/** So that a refusal may always say: come again in a second. */
const WINDOW_MS = 1_000;
/** Of how many actors, and of how many addresses, the latest requests are remembered. */
const REMEMBERED = 10_000;

/**
 * Looks at whoever comes before anything else of a request is read: checks the token, and holds each actor to a rate of
 * its own. Whoever has no token that counts shares the rate of their address. Health is asked as often as one likes.
 */
export async function receive(app: NestFastifyApplication, config: ServiceConfig): Promise<void> {
  await app.register(rateLimit, { global: false });
  const fastify = app.getHttpAdapter().getInstance();
  const tokens = app.get(TokenVerifier);
  const rates = { timeWindow: WINDOW_MS, cache: REMEMBERED };
  const keyGenerator = ({ identity }: FastifyRequest): string => identity!.id;
  const ofActor = fastify.createRateLimit({ ...rates, max: config.rateLimitActor, keyGenerator });
  const ofAddress = fastify.createRateLimit({ ...rates, max: config.rateLimitAddress });
  const count = async (request: FastifyRequest): Promise<void> => {
    const found = await (request.identity ? ofActor : ofAddress)(request);
    if (found.isAllowed || !found.isExceeded) return;
    throw new DomainError('too-often', 'rate-exceeded', `More than ${found.max} requests a second: come again later`);
  };
  fastify.decorateRequest('identity', undefined);
  fastify.addHook('onRequest', async (request) => {
    if (request.routeOptions.url?.startsWith('/health/')) return;
    const token = request.is404 ? undefined : bearerOf(request);
    try {
      if (token !== undefined) request.identity = await tokens.verify(token);
    } finally {
      await count(request);
    }
  });
}

function bearerOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer +([^ ]+) *$/i.exec(headers.authorization ?? '')?.[1];
}
