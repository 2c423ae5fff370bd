import { PartnerActivated, PartnerRegistered, PartnerReinstated, PartnerSuspended } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

/** Writes down every event of a partner in the order of its effects; throws for partners in `refusal`, with an SQLSTATE if it names one. */
@Consumer('ledger', { tables: ['ledger'] })
export class LedgerConsumer {
  @OnEvent(PartnerRegistered, PartnerActivated, PartnerSuspended, PartnerReinstated)
  async apply(
    tx: EntityManager,
    events: Received<PartnerRegistered | PartnerActivated | PartnerSuspended | PartnerReinstated>[],
  ): Promise<void> {
    const [refusal]: { partner_id: string; sqlstate: string | null }[] = await tx.query(
      'SELECT partner_id, sqlstate FROM refusal WHERE partner_id = ANY($1)',
      [events.map((event) => event.key)],
    );
    // Survives the rollback: tests count the attempts by it.
    if (refusal) await tx.query(`SELECT nextval('refused')`);
    if (refusal?.sqlstate)
      await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '${refusal.sqlstate}'; END $$`);
    // A TypeError: the kind that would end a kafkajs consumer for good if it got out.
    if (refusal) throw new TypeError(`The ledger refuses ${refusal.partner_id}`);
    await tx.query(
      `INSERT INTO ledger AS l (partner_id, applied, trail)
       SELECT key, count(*), string_agg(sequence::text, ',' ORDER BY place)
       FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS event (key, sequence, place) GROUP BY key ORDER BY key
       ON CONFLICT (partner_id) DO UPDATE SET applied = l.applied + excluded.applied, trail = l.trail || ',' || excluded.trail`,
      [events.map((event) => event.key), events.map((event) => event.sequence)],
    );
  }
}
