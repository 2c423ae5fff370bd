import { MethodologyVersionPublished } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import { Pseudonyms } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';
import { changeCopies } from '../quarantine/quarantine.js';

/** The common questions of published versions. */
@Consumer('methodology-version', { tables: ['methodology_version'] })
export class MethodologyVersionConsumer {
  constructor(private readonly pseudonyms: Pseudonyms) {}

  @OnEvent(MethodologyVersionPublished)
  async apply(tx: EntityManager, events: Received<MethodologyVersionPublished>[]): Promise<void> {
    await changeCopies(tx, this.pseudonyms, () =>
      tx.query(
        `INSERT INTO methodology_version (methodology_version_id, methodology, semver, questions)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::json[])
         ON CONFLICT (methodology_version_id) DO NOTHING`,
        [
          events.map(({ data }) => data.methodologyVersionId),
          events.map(({ data }) => data.methodology),
          events.map(({ data }) => data.semver),
          events.map(({ data }) => JSON.stringify(data.questions)),
        ],
      ),
    );
  }
}
