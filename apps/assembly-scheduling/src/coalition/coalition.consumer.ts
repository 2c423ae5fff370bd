import { CoalitionChartered, CoalitionMemberJoined, CoalitionMemberLeft } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';
import { foldMemberships } from './membership-changes.js';

/** Coalitions with their lead and dated members: our copy of the registry's facts. */
@Consumer('coalition', { tables: ['coalition', 'coalition_member'] })
export class CoalitionConsumer {
  @OnEvent(CoalitionChartered, CoalitionMemberJoined, CoalitionMemberLeft)
  async apply(
    tx: EntityManager,
    events: Received<CoalitionChartered | CoalitionMemberJoined | CoalitionMemberLeft>[],
  ): Promise<void> {
    const chartered = events.flatMap(({ data }) => (data instanceof CoalitionChartered ? [data] : []));
    const { ended, begun } = foldMemberships(events.map(({ data }) => data));
    await tx.query(
      `INSERT INTO coalition (coalition_id, lead_partner_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])
       ON CONFLICT (coalition_id) DO UPDATE SET lead_partner_id = excluded.lead_partner_id`,
      [chartered.map((data) => data.coalitionId), chartered.map((data) => data.leadPartnerId)],
    );
    await tx.query(
      `UPDATE coalition_member AS member SET until_date = earliest.until_date
       FROM (SELECT coalition_id, partner_id, from_date, min(ended.until_date) AS until_date
             FROM coalition_member AS held
             JOIN unnest($1::uuid[], $2::uuid[], $3::date[]) AS ended (coalition_id, partner_id, until_date)
               USING (coalition_id, partner_id)
             WHERE from_date < ended.until_date AND (held.until_date IS NULL OR ended.until_date < held.until_date)
             GROUP BY coalition_id, partner_id, from_date) AS earliest
       WHERE member.coalition_id = earliest.coalition_id AND member.partner_id = earliest.partner_id
         AND member.from_date = earliest.from_date`,
      [
        ended.map((member) => member.coalitionId),
        ended.map((member) => member.partnerId),
        ended.map((member) => member.until),
      ],
    );
    await tx.query(
      `INSERT INTO coalition_member (coalition_id, partner_id, from_date, until_date)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[])
       ON CONFLICT (coalition_id, partner_id, from_date) DO UPDATE SET until_date = excluded.until_date`,
      [
        begun.map((member) => member.coalitionId),
        begun.map((member) => member.partnerId),
        begun.map((member) => member.from),
        begun.map((member) => member.until ?? null),
      ],
    );
  }
}
