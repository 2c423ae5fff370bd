import { withClient } from '@polyphony/engines';
import { eventually, type TestService } from '@polyphony/testing';

/** Works while a statement of the superuser holds its locks. */
export function holding<T>(adminUrl: string, lock: string, work: () => Promise<T>): Promise<T> {
  return withClient(adminUrl, async (client) => {
    await client.query('BEGIN');
    await client.query(lock);
    return work();
  });
}

/** Resolves when a statement of the service that begins so waits for a lock. */
export function waitingFor({ database }: TestService, beginning: string): Promise<void> {
  return eventually(async () => {
    const waiting = await database.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND ltrim(query, E' \\n') LIKE $1 || '%'`,
      [beginning],
    );
    expect(waiting).not.toEqual([]);
  });
}
