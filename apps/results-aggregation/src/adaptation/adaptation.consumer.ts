import { AdaptationApproved } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import { Pseudonyms } from '@polyphony/service-kit';
import type { EntityManager } from 'typeorm';
import { changeCopies } from '../quarantine/quarantine.js';

/** What approved adaptations make of the common questions, and the local ones. */
@Consumer('adaptation', { tables: ['adaptation'] })
export class AdaptationConsumer {
  constructor(private readonly pseudonyms: Pseudonyms) {}

  @OnEvent(AdaptationApproved)
  async apply(tx: EntityManager, events: Received<AdaptationApproved>[]): Promise<void> {
    await changeCopies(tx, this.pseudonyms, () =>
      tx.query(
        `INSERT INTO adaptation (adaptation_id, methodology_version_id, number, questions, local_questions)
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::json[], $5::json[])
         ON CONFLICT (adaptation_id) DO NOTHING`,
        [
          events.map(({ data }) => data.adaptationId),
          events.map(({ data }) => data.methodologyVersionId),
          events.map(({ data }) => data.number ?? null),
          events.map(({ data }) => JSON.stringify(data.questions)),
          events.map(({ data }) => JSON.stringify(data.localQuestions)),
        ],
      ),
    );
  }
}
