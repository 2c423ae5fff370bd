import { WaveConvened } from '@polyphony/contracts';
import { Consumer, OnEvent, type Received } from '@polyphony/messaging';
import type { EntityManager } from 'typeorm';

/** The waves, and the method that the assemblies of each have in common. */
@Consumer('wave', { tables: ['wave'] })
export class WaveConsumer {
  @OnEvent(WaveConvened)
  async apply(tx: EntityManager, events: Received<WaveConvened>[]): Promise<void> {
    await tx.query(
      `INSERT INTO wave (wave_id, methodology_version_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])
       ON CONFLICT (wave_id) DO NOTHING`,
      [events.map(({ data }) => data.waveId), events.map(({ data }) => data.methodologyVersionId)],
    );
  }
}
