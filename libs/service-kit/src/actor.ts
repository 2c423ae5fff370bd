import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callersOf } from './callers.js';
import { DomainError } from './domain-error.js';
import { PARTNER_ROLES, ROLES, type Callers, type Role } from './roles.js';
import type { Identity } from './token-verifier.js';

/** Who acts: kept with every command. */
export interface Actor {
  /** Stable id of the person or program. */
  id: string;
  role: Role;
  /** The partner that it belongs to, for the rules that know own and other organisations. */
  partnerId?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
    traceparent: string;
  }
}

/**
 * Supplies the actor of every request from the identity that its token gave it, and lets it through to the routes of its
 * role. A public route needs no token; one that comes along is checked all the same.
 */
@Injectable()
export class ActorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const callers = callersOf(context.getHandler());
    if (!callers) return false;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.identity) request.actor = actorFor(request.identity, callers);
    else if (callers !== 'public')
      throw new DomainError('unauthenticated', 'token-missing', 'Say who acts: Authorization: Bearer <token>');
    return true;
  }
}

/**
 * Of the token's roles, in its order, the first that may call acts.
 * @throws {DomainError} forbidden `role-not-allowed`, `partner-missing`; on a public route nobody acts instead
 */
function actorFor({ id, roles, partnerId }: Identity, callers: Callers): Actor | undefined {
  const allowed: readonly Role[] = callers === 'public' ? ROLES : callers;
  const role = roles.find((one) => allowed.includes(one));
  if (role && (partnerId !== undefined || !PARTNER_ROLES.includes(role)))
    return { id, role, ...(partnerId === undefined ? {} : { partnerId }) };
  if (callers === 'public') return undefined;
  if (role) throw new DomainError('forbidden', 'partner-missing', `The token of a ${role} must say of which partner`);
  const has = roles.length > 0 ? `it has ${roles.join(', ')}` : 'it has none that is known here';
  throw new DomainError('forbidden', 'role-not-allowed', `The token needs the role ${allowed.join(' or ')}; ${has}`);
}

/** Whether the actor may act for this partner: a fellow for its own only, others in the name of the network. */
export function mayActFor({ role, partnerId }: Actor, partner: string): boolean {
  return role !== 'fellow' || partnerId === partner;
}
