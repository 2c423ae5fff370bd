import type { DataSource } from 'typeorm';
import type { ConsumerDefinition } from './consumer.js';
import { ensurePositions, lockPositions } from './positions.js';

/** SQL: whether a projection of the service has not come back yet to where it stood when its rebuild began. */
export const IS_REBUILDING = 'EXISTS (SELECT FROM consumer_position WHERE next_offset < rebuild_end)';

/**
 * Empties a projection and sets its consumer back to the beginning of the log, in one transaction. Running replicas
 * find their position moved and read again from there; events that keep arriving are simply the end of the log.
 * Parked events are forgotten, as the log still has them; discarded ones stay discarded.
 */
export async function resetProjection(dataSource: DataSource, consumer: ConsumerDefinition): Promise<void> {
  await dataSource.transaction(async (tx) => {
    await ensurePositions(tx, consumer.name, consumer.topics);
    await lockPositions(tx, consumer.name);
    for (const table of consumer.tables) await tx.query(`DELETE FROM ${table}`);
    await tx.query('DELETE FROM handled_sequence WHERE consumer = $1', [consumer.name]);
    await tx.query('DELETE FROM parked_event WHERE consumer = $1', [consumer.name]);
    await tx.query('DELETE FROM unknown_event_type WHERE consumer = $1', [consumer.name]);
    await tx.query(
      `UPDATE consumer_position
       SET next_offset = 0, moved_at = now(), rebuild_end = greatest(rebuild_end, next_offset)
       WHERE consumer = $1`,
      [consumer.name],
    );
  });
}
