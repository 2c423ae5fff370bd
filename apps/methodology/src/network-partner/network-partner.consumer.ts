import { PartnerActivated, PartnerErased, PartnerReinstated, PartnerSuspended } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

/** Who may propose, take a stance and adapt: our copy of the registry's facts. */
@Consumer('network-partner', { tables: ['network_partner'] })
export class NetworkPartnerConsumer {
  @OnEvent(PartnerActivated, PartnerSuspended, PartnerReinstated, PartnerErased)
  async apply(
    tx: EntityManager,
    events: Received<PartnerActivated | PartnerSuspended | PartnerReinstated | PartnerErased>[],
  ): Promise<void> {
    const standing = new Map<string, string>();
    const active = new Map<string, boolean>();
    for (const { data, key } of events) {
      if (data instanceof PartnerActivated) standing.set(key, data.standing);
      active.set(key, data instanceof PartnerActivated || data instanceof PartnerReinstated);
    }
    const activated = [...standing.keys()];
    await tx.query(
      `INSERT INTO network_partner (partner_id, standing, active)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[])
       ON CONFLICT (partner_id) DO UPDATE SET standing = excluded.standing, active = excluded.active`,
      [activated, [...standing.values()], activated.map((partnerId) => active.get(partnerId))],
    );
    const others = [...active.keys()].filter((partnerId) => !standing.has(partnerId));
    await tx.query(
      `UPDATE network_partner SET active = change.active
       FROM unnest($1::uuid[], $2::boolean[]) AS change (partner_id, active)
       WHERE network_partner.partner_id = change.partner_id`,
      [others, others.map((partnerId) => active.get(partnerId))],
    );
  }
}
