import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { databaseUrl, provision, provisionScript, serviceUrls, withClient } from './provision.js';
import { ownFolder } from './run-folders.js';

const SERVICES = ['partner-registry', 'methodology'];

describe('a provisioned database', () => {
  const folder = ownFolder();
  let server: EmbeddedPostgres;
  const as = (service: string) => serviceUrls(server.url, 'polyphony', service);
  const run = (url: string, sql: string) =>
    withClient(url, async (client) => (await client.query(sql)).rows as unknown[]);

  beforeAll(async () => {
    server = await EmbeddedPostgres.start({ folder: join(folder, 'postgres'), durable: false });
    const atOnce = [1, 2, 3].map(() => provision(server.url, 'polyphony', SERVICES));
    await Promise.all(atOnce);
    await run(as('partner-registry').owner, 'CREATE TABLE partner (id bigserial PRIMARY KEY, name text)');
  });

  afterAll(async () => {
    await server.stop('immediate');
    rmSync(folder, { recursive: true });
  });

  it('can be provisioned again, and keeps what it holds', async () => {
    await run(as('partner-registry').runtime, `INSERT INTO partner (name) VALUES ('kept')`);
    await provision(server.url, 'polyphony', [...SERVICES, 'results-aggregation']);
    await expect(run(as('partner-registry').runtime, `SELECT name FROM partner`)).resolves.toContainEqual({
      name: 'kept',
    });
    await expect(run(as('results-aggregation').runtime, 'SELECT 1 AS here')).resolves.toEqual([{ here: 1 }]);
  });

  it('gives a role the password that was chosen for it, and afterwards its own again', async () => {
    const chosen = { results_aggregation: 'chosen' };
    const { runtime } = serviceUrls(server.url, 'polyphony', 'results-aggregation', chosen);
    await expect(run(runtime, 'SELECT 1 AS here')).rejects.toThrow('password authentication failed');
    await provision(server.url, 'polyphony', ['results-aggregation'], chosen);
    await expect(run(runtime, 'SELECT 1 AS here')).resolves.toEqual([{ here: 1 }]);
    await provision(server.url, 'polyphony', ['results-aggregation']);
    await expect(run(runtime, 'SELECT 1 AS here')).rejects.toThrow('password authentication failed');
  });

  it('gives the running service every data right on what its owner makes', async () => {
    const { runtime } = as('partner-registry');
    await run(runtime, `INSERT INTO partner (name) VALUES ('one')`);
    await run(runtime, `UPDATE partner SET name = 'two' WHERE name = 'one'`);
    await run(runtime, `DELETE FROM partner WHERE name = 'two'`);
    await expect(run(runtime, `SELECT 1 FROM partner WHERE name IN ('one', 'two')`)).resolves.toEqual([]);
  });

  it.each([
    ['make a table', 'CREATE TABLE mine (id int)'],
    ['make a table in the public schema', 'CREATE TABLE public.mine (id int)'],
    ['make a temporary table', 'CREATE TEMP TABLE mine (id int)'],
    ['change a table', 'ALTER TABLE partner ADD COLUMN more text'],
    ['truncate a table', 'TRUNCATE partner'],
    ['drop a table', 'DROP TABLE partner'],
  ])('does not let the running service %s', async (_, sql) => {
    await expect(run(as('partner-registry').runtime, sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it.each(['runtime', 'owner'] as const)("hides a service's tables from another service's %s role", async (role) => {
    const url = as('methodology')[role];
    await expect(run(url, 'SELECT * FROM partner_registry.partner')).rejects.toThrow('permission denied for schema');
    await expect(run(url, 'SELECT * FROM partner')).rejects.toThrow('does not exist');
  });

  it('has what an exclusion constraint over an id and a time range needs', async () => {
    const constraint = 'EXCLUDE USING gist (partner_id WITH =, during WITH &&)';
    await run(as('methodology').owner, `CREATE TABLE stay (partner_id uuid, during tstzrange, ${constraint})`);
    const twice = `INSERT INTO stay SELECT '01890a5d-ac96-774b-bcce-b302099a8057', '[2026-01-01,2026-02-01)' FROM generate_series(1, 2)`;
    await expect(run(as('methodology').runtime, twice)).rejects.toThrow('exclusion constraint');
  });

  it('lets nobody in who is no service of it', async () => {
    await provision(server.url, 'another', ['assembly-scheduling']);
    const stranger = new URL(serviceUrls(server.url, 'another', 'assembly-scheduling').runtime);
    const url = databaseUrl(stranger.href, 'polyphony').href;
    await expect(run(url, 'SELECT 1')).rejects.toThrow('permission denied for database');
  });

  it('is the same when a script makes it, once or twice', async () => {
    const made = databaseUrl(server.url, 'scripted').href;
    await run(server.url, 'CREATE DATABASE scripted');
    for (let times = 1; times <= 2; times += 1) await run(made, provisionScript('scripted', SERVICES));
    await provision(server.url, 'provisioned', SERVICES);
    const rights = `
      SELECT nspname, nspowner::regrole, nspacl, (SELECT array_agg(d ORDER BY d) FROM (
        SELECT concat_ws(' ', defaclrole::regrole, defaclobjtype, defaclacl) FROM pg_default_acl WHERE defaclnamespace = n.oid) AS own(d)
      ) AS of_what_its_owner_makes, (SELECT datacl FROM pg_database WHERE datname = current_database()) AS may_connect
      FROM pg_namespace n WHERE nspname !~ '^pg_|^information_schema$' ORDER BY nspname`;
    expect(await run(made, rights)).toEqual(await run(databaseUrl(server.url, 'provisioned').href, rights));
  });
});
