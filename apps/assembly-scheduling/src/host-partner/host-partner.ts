import type { Region } from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';

/** A partner as far as scheduling must know it: may it host? */
export interface HostPartner {
  partnerId: string;
  standing: 'fellow' | 'strategic';
  country: string;
  region: Region;
  /** Null until its activation. */
  active: boolean | null;
}

/**
 * The partner, if nothing bars it from acting now.
 * @throws {DomainError} not-seen-yet for one of whose activation no event has told; conflict `partner-not-active` for one that is suspended or erased
 */
export async function requireActive(tx: EntityManager, partnerId: string): Promise<HostPartner> {
  const rows: HostPartner[] = await tx.query(
    'SELECT partner_id AS "partnerId", standing, country, region, active FROM host_partner WHERE partner_id = $1',
    [partnerId],
  );
  const partner = rows[0];
  if (partner?.active === false)
    throw new DomainError('conflict', 'partner-not-active', `Partner ${partnerId} is suspended or erased`);
  if (!partner?.active)
    throw new DomainError(
      'not-seen-yet',
      'partner-not-seen',
      `No event has told of an active partner ${partnerId} yet`,
    );
  return partner;
}

/**
 * The partner, if it may host now: only a fellow does.
 * @throws {DomainError} as {@link requireActive}; conflict for one that is no fellow
 */
export async function requireHost(tx: EntityManager, partnerId: string): Promise<HostPartner> {
  const partner = await requireActive(tx, partnerId);
  if (partner.standing !== 'fellow')
    throw new DomainError('conflict', 'partner-not-fellow', 'A strategic partner runs no assembly');
  return partner;
}
