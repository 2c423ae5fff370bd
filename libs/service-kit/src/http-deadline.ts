import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from './domain-error.js';
import { answerRefusal } from './problem.js';

const LATE = new DomainError(
  'unavailable',
  'deadline-exceeded',
  'An engine does not answer in time; try again with the same Idempotency-Key',
);

/**
 * Answers 503 where no answer has come by the deadline, whatever it waits for. What was begun goes on: a command that is
 * committed after all answers its repetition.
 */
export function keepDeadline(app: NestFastifyApplication, ms: number): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preHandler', (request, reply, done) => {
    const timer = setTimeout(() => {
      if (!reply.sent) answerRefusal(request, reply, LATE);
    }, ms);
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}
