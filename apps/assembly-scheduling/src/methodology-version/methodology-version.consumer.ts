import { MethodologyVersionPublished } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

/** The published versions of the method; a version that is published never changes. */
@Consumer('methodology-version', { tables: ['methodology_version'] })
export class MethodologyVersionConsumer {
  @OnEvent(MethodologyVersionPublished)
  async apply(tx: EntityManager, events: Received<MethodologyVersionPublished>[]): Promise<void> {
    await tx.query(
      `INSERT INTO methodology_version (methodology_version_id, methodology, semver)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT (methodology_version_id) DO NOTHING`,
      [
        events.map(({ data }) => data.methodologyVersionId),
        events.map(({ data }) => data.methodology),
        events.map(({ data }) => data.semver),
      ],
    );
  }
}
