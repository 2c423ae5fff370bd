import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { DomainError } from './domain-error.js';

/** Who acts: kept with every command. */
export interface Actor {
  /** Stable id of the person or program. */
  id: string;
  role: string;
  /** The partner on whose behalf it acts, for the rules that know own and other organisations. */
  partnerId?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
    traceparent: string;
  }
}

/**
 * Supplies the actor of every request, from the headers X-Actor, X-Role and X-Partner; commands need one, reads do not.
 * The only place where identity enters: tokens will be checked here.
 */
@Injectable()
export class ActorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const id = single(request, 'x-actor');
    const role = single(request, 'x-role');
    const partnerId = single(request, 'x-partner');
    if (partnerId !== undefined && !isUUID(partnerId))
      throw new DomainError('unauthenticated', 'actor-malformed', 'X-Partner takes the id of a partner');
    if (id && role) request.actor = { id, role, ...(partnerId ? { partnerId } : {}) };
    else if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new DomainError(
        'unauthenticated',
        'actor-missing',
        'A command says who acts: X-Actor and X-Role, and X-Partner when for a partner',
      );
    return true;
  }
}

function single(request: FastifyRequest, header: string): string | undefined {
  const value = request.headers[header];
  return typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : undefined;
}
