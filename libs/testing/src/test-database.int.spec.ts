import { withClient } from '@polyphony/engines';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { testEngines } from './config.js';
import { shortId } from './short-id.js';
import { type Migration, testDatabase } from './test-database.js';

/** A migration that no other run has, so that its template is made here. */
function noteMigration(): Migration {
  const columns = `body text NOT NULL, c${shortId()} text`;
  class Note1700000000000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`CREATE TABLE note (${columns})`);
    }
    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`DROP TABLE note`);
    }
  }
  return Note1700000000000;
}

describe('a test database', () => {
  const options = { service: 'partner-registry', migrations: [noteMigration()] };
  const run = (url: string, sql: string) => withClient(url, (client) => client.query(sql));

  it('is migrated, belongs to one caller only, and is gone when dropped', async () => {
    const [one, other] = await Promise.all([testDatabase(options), testDatabase(options)]);
    await run(one.runtimeUrl, `INSERT INTO note (body) VALUES ('mine')`);
    await expect(one.query('SELECT body FROM note WHERE body = $1', ['mine'])).resolves.toEqual([{ body: 'mine' }]);
    await expect(other.query('SELECT body FROM note')).resolves.toEqual([]);
    await Promise.all([one.drop(), other.drop()]);
    await expect(run(one.adminUrl, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('gives the roles the rights they have outside of tests', async () => {
    const database = await testDatabase(options);
    await expect(run(database.runtimeUrl, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
    await expect(run(database.runtimeUrl, 'CREATE TEMP TABLE mine (id int)')).rejects.toThrow('permission denied');
    await run(database.ownerUrl, 'CREATE TABLE mine (id int)');
    await database.drop();
  });

  it('is copied from one template, however many ask for it at once', async () => {
    // A service that no other spec has, as they all share the server.
    const fresh = { service: 'copied', migrations: [noteMigration()] };
    const count = `SELECT count(*)::int AS n FROM pg_database WHERE datname LIKE 'tpl\\_copied%'`;
    const templates = () =>
      withClient(testEngines().databaseUrl, async (admin) => (await admin.query<{ n: number }>(count)).rows[0]!.n);
    const before = await templates();
    const databases = await Promise.all([testDatabase(fresh), testDatabase(fresh), testDatabase(fresh)]);
    expect(await templates()).toBe(before + 1);
    await Promise.all(databases.map((database) => database.drop()));
  });
});
