import { AdaptationApproved } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

/** Approved adaptations: an adaptation that is approved never changes. */
@Consumer('adaptation', { tables: ['adaptation'] })
export class AdaptationConsumer {
  @OnEvent(AdaptationApproved)
  async apply(tx: EntityManager, events: Received<AdaptationApproved>[]): Promise<void> {
    await tx.query(
      `INSERT INTO adaptation (adaptation_id, partner_id, methodology_version_id)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) ON CONFLICT (adaptation_id) DO NOTHING`,
      [
        events.map(({ data }) => data.adaptationId),
        events.map(({ data }) => data.partnerId),
        events.map(({ data }) => data.methodologyVersionId),
      ],
    );
  }
}
