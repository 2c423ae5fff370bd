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
 * The partner is a member on some day of these, both included: whoever will be one may propose.
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

/**
 * I-2: the partner is a member on every day of each session; each takes place on these days, both included.
 * @throws {DomainError} conflict, pointing at every other session
 */
export async function requireMemberAt(
  tx: EntityManager,
  coalitionId: string,
  partnerId: string,
  sessions: { first: string; last: string }[],
): Promise<void> {
  const rows: { place: number }[] = await tx.query(
    `SELECT place::int - 1 AS place
     FROM unnest($3::date[], $4::date[]) WITH ORDINALITY AS session (first, last, place)
     WHERE NOT daterange(first, last, '[]') <@ coalesce(
       (SELECT range_agg(daterange(from_date, until_date)) FROM coalition_member
        WHERE coalition_id = $1 AND partner_id = $2), '{}')
     ORDER BY place`,
    [coalitionId, partnerId, sessions.map(({ first }) => first), sessions.map(({ last }) => last)],
  );
  if (rows.length > 0)
    throw new DomainError(
      'conflict',
      'partner-not-in-coalition',
      `Partner ${partnerId} is no member of the wave's coalition on the days of ${rows.length} of these sessions`,
      rows.map(({ place }) => ({
        pointer: `/sessions/${place}/localStart`,
        detail: 'is on a day on which the host is no member of the coalition',
      })),
    );
}
