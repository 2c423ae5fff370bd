import { Inject, Injectable, Logger } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
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
/** How long a signature that was found good is not checked again: that takes as long as a small command. */
const VERIFIED_MS = 60_000;
const VERIFIED_TOKENS = 1_000;

/**
 * Checks tokens of the configured issuer; a key that it does not know yet makes it read the issuer's keys again. A token is
 * remembered for a minute, but neither longer than it lives nor after the keys were read again.
 */
@Injectable()
export class TokenVerifier {
  private readonly logger = new Logger('identity');
  private readonly config: ServiceConfig;
  private readonly keys: JWTVerifyGetKey;
  private readonly verified = new LRUCache<string, JWTPayload>({ max: VERIFIED_TOKENS });

  constructor(@Inject(SERVICE) { config }: RunningService) {
    this.config = config;
    const uri = new URL(config.oidcJwksUri);
    const isFile = uri.protocol === 'file:';
    this.keys = createRemoteJWKSet(uri, {
      timeoutDuration: KEYS_TIMEOUT_MS,
      cooldownDuration: isFile ? 0 : config.oidcJwksCooldownMs,
      [customFetch]: async (...request) => {
        const keys = isFile ? new Response(await readFile(uri)) : await fetch(...request);
        this.verified.clear();
        return keys;
      },
    });
  }

  /**
   * @throws {DomainError} unauthenticated `token-expired` or `token-invalid`; unavailable `issuer-unavailable` when the
   * keys cannot be read, which says nothing about the token
   */
  async verify(token: string): Promise<Identity> {
    let claims = this.verified.get(token);
    if (!claims) {
      claims = await this.claimsOf(token);
      const leftMs = (claims.exp! + this.config.oidcClockToleranceSeconds) * 1_000 - Date.now();
      this.verified.set(token, claims, { ttl: Math.max(1, Math.min(VERIFIED_MS, leftMs)) });
    }
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
