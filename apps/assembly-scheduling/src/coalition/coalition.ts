import { DomainError } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';

/** A coalition as far as scheduling must know it: who speaks for it? */
export interface Coalition {
  coalitionId: string;
  leadPartnerId: string;
}

/** @throws {DomainError} not-seen-yet for one that no event has told of */
export async function requireCoalition(tx: EntityManager, coalitionId: string): Promise<Coalition> {
  const rows: Coalition[] = await tx.query(
    'SELECT coalition_id AS "coalitionId", lead_partner_id AS "leadPartnerId" FROM coalition WHERE coalition_id = $1',
    [coalitionId],
  );
  if (!rows[0])
    throw new DomainError('not-seen-yet', 'coalition-not-seen', `No event has told of a coalition ${coalitionId} yet`);
  return rows[0];
}

/**
 * I-2: the partner is a member on some day of these, both included.
 * @throws {DomainError} conflict
 */
export async function requireMember(
  tx: EntityManager,
  coalitionId: string,
  partnerId: string,
  days: { first: string; last: string },
): Promise<void> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM coalition_member
     WHERE coalition_id = $1 AND partner_id = $2
       AND daterange(from_date, until_date) && daterange($3::date, $4::date, '[]') LIMIT 1`,
    [coalitionId, partnerId, days.first, days.last],
  );
  if (rows.length === 0)
    throw new DomainError(
      'conflict',
      'partner-not-in-coalition',
      `Partner ${partnerId} is no member of the wave's coalition between ${days.first} and ${days.last}`,
    );
}
