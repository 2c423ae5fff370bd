import { Inject, Injectable, Logger } from '@nestjs/common';
import { isUUID } from 'class-validator';
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwksCache,
  jwtVerify,
  type JWKSCacheInput,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { readFile } from 'node:fs/promises';
import type { ServiceConfig } from './config.js';
import { DomainError } from './domain-error.js';
import { isRole, type Role } from './roles.js';
import { SERVICE, type RunningService } from './service-definition.js';

/** What a token says of who it was made for. */
export interface Identity {
  /** Stable id of the person or program. */
  id: string;
  /** Those that exist here, in the order of the token. */
  roles: Role[];
  partnerId?: string;
}

const KEYS_TIMEOUT_MS = 5_000;
/** How long a token that was found good is not verified again: that takes as long as a small command. */
const VERIFIED_MS = 60_000;
const VERIFIED_TOKENS = 1_000;

/** What a good token says, for as long as the keys are the same, and until then (epoch ms). */
interface Verified {
  claims: JWTPayload;
  keys: unknown;
  until: number;
}

/**
 * Checks tokens of the configured issuer; a key that it does not know yet makes it read the issuer's keys again. A token is
 * remembered for a minute, but neither longer than it lives nor after the keys were read again.
 */
@Injectable()
export class TokenVerifier {
  private readonly logger = new Logger('identity');
  private readonly config: ServiceConfig;
  /** What jose has read last: another object each time. */
  private readonly read: JWKSCacheInput = {};
  private readonly keys: JWTVerifyGetKey;
  private readonly verified = new Map<string, Verified>();

  constructor(@Inject(SERVICE) { config }: RunningService) {
    this.config = config;
    const uri = new URL(config.oidcJwksUri);
    this.keys = createRemoteJWKSet(uri, {
      timeoutDuration: KEYS_TIMEOUT_MS,
      [jwksCache]: this.read,
      ...(uri.protocol === 'file:'
        ? { cooldownDuration: 0, [customFetch]: async () => new Response(await readFile(uri)) }
        : { cooldownDuration: config.oidcJwksCooldownMs }),
    });
  }

  /**
   * @throws {DomainError} unauthenticated `token-expired` or `token-invalid`; unavailable `issuer-unavailable` when the
   * keys cannot be read, which says nothing about the token
   */
  async verify(token: string): Promise<Identity> {
    const { jwks: keys } = this.read;
    const known = this.verified.get(token);
    if (known && known.keys === keys && known.until > Date.now()) return this.identityOf(known.claims);
    const claims = await this.claimsOf(token);
    const end = (claims.exp! + this.config.oidcClockToleranceSeconds) * 1_000;
    if (this.verified.size >= VERIFIED_TOKENS) this.verified.delete(this.verified.keys().next().value!);
    this.verified.set(token, { claims, keys, until: Math.min(end, Date.now() + VERIFIED_MS) });
    return this.identityOf(claims);
  }

  private async claimsOf(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, (...asked) => this.keyFor(...asked), {
        issuer: this.config.oidcIssuer,
        audience: this.config.oidcAudience,
        algorithms: this.config.oidcAlgorithms,
        clockTolerance: this.config.oidcClockToleranceSeconds,
        requiredClaims: ['exp', 'sub'],
      });
      return payload;
    } catch (error) {
      if (error instanceof DomainError) throw error;
      if (error instanceof errors.JWTExpired)
        throw new DomainError('unauthenticated', 'token-expired', 'The token has expired');
      throw invalid((error as Error).message);
    }
  }

  private async keyFor(...asked: Parameters<JWTVerifyGetKey>): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    try {
      return await this.keys(...asked);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      this.logger.warn(`The keys at ${this.config.oidcJwksUri} cannot be read: ${(error as Error).message}`);
      throw new DomainError('unavailable', 'issuer-unavailable', 'The keys of the issuer are out of reach; try again');
    }
  }

  private identityOf(claims: JWTPayload): Identity {
    const { oidcRoleClaim, oidcPartnerClaim } = this.config;
    const { sub: id, [oidcRoleClaim]: role, [oidcPartnerClaim]: partnerId } = claims;
    if (typeof id !== 'string' || id.length < 1 || id.length > 200) throw invalid('"sub" takes 1 to 200 characters');
    if (partnerId !== undefined && !isUUID(partnerId)) throw invalid(`"${oidcPartnerClaim}" takes the id of a partner`);
    const roles = (Array.isArray(role) ? (role as unknown[]) : [role]).filter(isRole);
    // In lower case, as ids are everywhere: rules compare them as texts.
    return { id, roles, ...(partnerId === undefined ? {} : { partnerId: (partnerId as string).toLowerCase() }) };
  }
}

function invalid(why: string): DomainError {
  return new DomainError('unauthenticated', 'token-invalid', `The token is not accepted: ${why}`);
}
