import { PartnerActivated, PartnerRegistered, PartnerReinstated, PartnerSuspended } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

/** Writes down every event of a partner in the order of its effects; throws for partners in `refusal`. */
@Consumer('ledger', { tables: ['ledger'] })
export class LedgerConsumer {
  @OnEvent(PartnerRegistered, PartnerActivated, PartnerSuspended, PartnerReinstated)
  async apply(
    tx: EntityManager,
    events: Received<PartnerRegistered | PartnerActivated | PartnerSuspended | PartnerReinstated>[],
  ): Promise<void> {
    const refused: { partner_id: string }[] = await tx.query(
      'SELECT partner_id FROM refusal WHERE partner_id = ANY($1)',
      [events.map((event) => event.key)],
    );
    // A TypeError: the kind that would end a kafkajs consumer for good if it got out.
    if (refused.length > 0) throw new TypeError(`The ledger refuses ${refused[0]!.partner_id}`);
    await tx.query(
      `INSERT INTO ledger AS l (partner_id, applied, trail)
       SELECT key, count(*), string_agg(sequence::text, ',' ORDER BY place)
       FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS event (key, sequence, place) GROUP BY key ORDER BY key
       ON CONFLICT (partner_id) DO UPDATE SET applied = l.applied + excluded.applied, trail = l.trail || ',' || excluded.trail`,
      [events.map((event) => event.key), events.map((event) => event.sequence)],
    );
  }
}
