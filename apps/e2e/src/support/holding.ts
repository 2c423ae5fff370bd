import { withClient } from '@polyphony/engines';

/** Works while a statement of the superuser holds its locks. */
export function holding<T>(adminUrl: string, lock: string, work: () => Promise<T>): Promise<T> {
  return withClient(adminUrl, async (client) => {
    await client.query('BEGIN');
    await client.query(lock);
    return work();
  });
}
