import { PartnerActivated, PartnerErased, PartnerReinstated, PartnerSuspended } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

/** Who may host assemblies: our copy of the registry's facts. */
@Consumer('host-partner', { tables: ['host_partner'] })
export class HostPartnerConsumer {
  @OnEvent(PartnerActivated, PartnerSuspended, PartnerReinstated, PartnerErased)
  async apply(
    tx: EntityManager,
    events: Received<PartnerActivated | PartnerSuspended | PartnerReinstated | PartnerErased>[],
  ): Promise<void> {
    const activated = new Map<string, PartnerActivated>();
    const active = new Map<string, boolean>();
    for (const { data, key } of events) {
      if (data instanceof PartnerActivated) activated.set(key, data);
      active.set(key, data instanceof PartnerActivated || data instanceof PartnerReinstated);
    }
    await tx.query(
      `INSERT INTO host_partner (partner_id, standing, country, region, active)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[])
       ON CONFLICT (partner_id) DO UPDATE SET active = excluded.active`,
      [
        [...activated.keys()],
        [...activated.values()].map((data) => data.standing),
        [...activated.values()].map((data) => data.country),
        [...activated.values()].map((data) => data.region),
        [...activated.keys()].map((partnerId) => active.get(partnerId)),
      ],
    );
    const others = [...active.keys()].filter((partnerId) => !activated.has(partnerId));
    await tx.query(
      `UPDATE host_partner SET active = change.active
       FROM unnest($1::uuid[], $2::boolean[]) AS change (partner_id, active)
       WHERE host_partner.partner_id = change.partner_id`,
      [others, others.map((partnerId) => active.get(partnerId))],
    );
  }
}
