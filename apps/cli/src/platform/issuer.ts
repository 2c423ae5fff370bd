import { isUUID } from 'class-validator';
import { join } from 'node:path';
import { LocalIssuer, PARTNER_ROLES, type Role } from '@polyphony/service-kit';
import type { CliConfig } from '../config.js';

/** The issuer of this folder, whose tokens the services that run in it accept. */
export function issuerOf(config: CliConfig): Promise<LocalIssuer> {
  return LocalIssuer.open(join(config.folder, 'issuer'));
}

export interface TokenRequest {
  role: Role;
  partner?: string;
  actor?: string;
  /** In seconds. */
  lifetime: number;
}

/**
 * A token for somebody in this role.
 * @throws Error with a sentence when the partner is missing, or is the id of none
 */
export async function tokenFor(config: CliConfig, { role, partner, actor, lifetime }: TokenRequest): Promise<string> {
  if (partner === undefined && PARTNER_ROLES.includes(role))
    throw new Error(`A ${role} speaks for a partner: say which one with --partner <id>.`);
  if (partner !== undefined && !isUUID(partner))
    throw new Error(`"${partner}" is no partner: --partner takes the id that the registry gave it.`);
  const issuer = await issuerOf(config);
  return issuer.token({ actor: actor ?? `local-${role}`, role, partner }, { lifetimeSeconds: lifetime });
}
