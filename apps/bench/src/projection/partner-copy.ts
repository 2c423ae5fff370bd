import { PartnerSuspended } from '@polyphony/contracts';
import type { EntityManager } from 'typeorm';

/** What a projection takes of an event. */
export interface PartnerChange {
  key: string;
  data: object;
}

/** The effect that is measured: a copy of which partners are active, one upsert for all events that are handed over. */
export async function copyPartners(tx: EntityManager, events: readonly PartnerChange[]): Promise<void> {
  const active = new Map(events.map(({ key, data }) => [key, !(data instanceof PartnerSuspended)]));
  await tx.query(
    `INSERT INTO partner_copy (partner_id, active) SELECT * FROM unnest($1::uuid[], $2::boolean[])
     ON CONFLICT (partner_id) DO UPDATE SET active = excluded.active`,
    [[...active.keys()], [...active.values()]],
  );
}

export const CREATE_PARTNER_COPY =
  'CREATE TABLE partner_copy (partner_id uuid CONSTRAINT partner_copy_pk PRIMARY KEY, active boolean NOT NULL)';
