import {
  PartnerActivated,
  PartnerErased,
  PartnerRegistered,
  PartnerReinstated,
  PartnerSuspended,
} from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

type PartnerEvent = PartnerRegistered | PartnerActivated | PartnerSuspended | PartnerReinstated | PartnerErased;

/** Who may host assemblies: our copy of the registry's facts. */
@Consumer('host-partner', { tables: ['host_partner'] })
export class HostPartnerConsumer {
  @OnEvent(PartnerRegistered, PartnerActivated, PartnerSuspended, PartnerReinstated, PartnerErased)
  async apply(tx: EntityManager, events: Received<PartnerEvent>[]): Promise<void> {
    const described = new Map<string, PartnerRegistered | PartnerActivated>();
    const active = new Map<string, boolean | null>();
    for (const { data, key } of events) {
      if (data instanceof PartnerRegistered || data instanceof PartnerActivated) described.set(key, data);
      active.set(key, isActive(data));
    }
    await tx.query(
      `INSERT INTO host_partner (partner_id, standing, country, region, active)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[])
       ON CONFLICT (partner_id) DO UPDATE SET active = excluded.active`,
      [
        [...described.keys()],
        [...described.values()].map((data) => data.standing),
        [...described.values()].map((data) => data.country),
        [...described.values()].map((data) => data.region),
        [...described.keys()].map((partnerId) => active.get(partnerId)),
      ],
    );
    const others = [...active.keys()].filter((partnerId) => !described.has(partnerId));
    await tx.query(
      `UPDATE host_partner SET active = change.active
       FROM unnest($1::uuid[], $2::boolean[]) AS change (partner_id, active)
       WHERE host_partner.partner_id = change.partner_id`,
      [others, others.map((partnerId) => active.get(partnerId))],
    );
  }
}

/** Null until the activation, so that a command can tell what has not come yet from what will not come. */
function isActive(data: PartnerEvent): boolean | null {
  if (data instanceof PartnerRegistered) return null;
  return data instanceof PartnerActivated || data instanceof PartnerReinstated;
}
