import type { Standing } from '@polyphony/contracts';
import { DomainError, type CommandTransaction } from '@polyphony/service-kit';

/** A partner as far as the method must know it: may it take part? */
export interface NetworkPartner {
  partnerId: string;
  standing: Standing;
  /** Null until its activation. */
  active: boolean | null;
}

/**
 * The partner, if it may take part as far as events have told; a suspension that is on its way comes after the command.
 * @throws {DomainError} not-seen-yet for one of whose activation no event has told; conflict `partner-not-active` while suspended, and once erased
 */
export async function requireActive(tx: CommandTransaction, partnerId: string): Promise<NetworkPartner> {
  const rows: NetworkPartner[] = await tx.manager.query(
    `SELECT partner_id AS "partnerId", standing, active FROM network_partner WHERE partner_id = $1`,
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

/** @throws {DomainError} as {@link requireActive}, and conflict `partner-not-fellow` */
export async function requireActiveFellow(tx: CommandTransaction, partnerId: string): Promise<NetworkPartner> {
  const partner = await requireActive(tx, partnerId);
  if (partner.standing !== 'fellow')
    throw new DomainError('conflict', 'partner-not-fellow', 'Fellows design the method; a strategic partner does not');
  return partner;
}

/** @throws {DomainError} forbidden `actor-other-partner` when the actor does not belong to this partner */
export function requireOwn(tx: CommandTransaction, partnerId: string): void {
  if (tx.actor.partnerId !== partnerId)
    throw new DomainError('forbidden', 'actor-other-partner', `Only partner ${partnerId} says this`);
}
