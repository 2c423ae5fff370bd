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

/** Who may propose, take a stance and adapt: our copy of the registry's facts. */
@Consumer('network-partner', { tables: ['network_partner'] })
export class NetworkPartnerConsumer {
  @OnEvent(PartnerRegistered, PartnerActivated, PartnerSuspended, PartnerReinstated, PartnerErased)
  async apply(tx: EntityManager, events: Received<PartnerEvent>[]): Promise<void> {
    const standing = new Map<string, string>();
    const active = new Map<string, boolean | null>();
    for (const { data, key } of events) {
      if (data instanceof PartnerRegistered || data instanceof PartnerActivated) standing.set(key, data.standing);
      active.set(key, isActive(data));
    }
    const described = [...standing.keys()];
    await tx.query(
      `INSERT INTO network_partner (partner_id, standing, active)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[])
       ON CONFLICT (partner_id) DO UPDATE SET standing = excluded.standing, active = excluded.active`,
      [described, [...standing.values()], described.map((partnerId) => active.get(partnerId))],
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

/** Null until the activation, so that a command can tell what has not come yet from what will not come. */
function isActive(data: PartnerEvent): boolean | null {
  if (data instanceof PartnerRegistered) return null;
  return data instanceof PartnerActivated || data instanceof PartnerReinstated;
}
