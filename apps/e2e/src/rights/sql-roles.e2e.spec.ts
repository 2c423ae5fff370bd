import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { databaseUrl, ownerOf, provision, schemaOf, serviceUrls, withClient } from '@polyphony/engines';
import { shortId, testEngines, testIssuer } from '@polyphony/testing';
import { environment } from '../config.js';
import { runVerb } from '../support/service-process.js';

const ROLES = SERVICES.flatMap((service) => [schemaOf(service), ownerOf(service)]);
const DATA_RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const TABLE_RIGHTS = [...DATA_RIGHTS, 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'];

describe('In a database with the migrations of all services, made with the owner roles only', () => {
  const database = `rights_${shortId()}`;
  const server = () => testEngines().databaseUrl;
  const urlsOf = (service: ServiceName) => serviceUrls(server(), database, service);
  const run = (url: string, sql: string, values: unknown[] = []) =>
    withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql, values)).rows);
  const asSuperuser = (sql: string, values: unknown[] = []) => run(databaseUrl(server(), database).href, sql, values);

  beforeAll(async () => {
    await provision(server(), database, [...SERVICES]);
    const issuer = await testIssuer();
    for (const service of SERVICES)
      await runVerb(service, ['migrate'], {
        PATH: environment()['PATH'],
        DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
        DATABASE_OWNER_URL: urlsOf(service).owner,
        KAFKA_BROKERS: '127.0.0.1:1',
        ...issuer.environment,
      });
  });
  afterAll(() =>
    withClient(server(), (admin) => admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)).then(
      () => undefined,
    ),
  );

  it('no role is more than a role that logs in, nor a member of another', async () => {
    const might = await asSuperuser(
      `SELECT rolname FROM pg_roles WHERE rolname = ANY($1)
       AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
       UNION SELECT member::regrole::text FROM pg_auth_members WHERE member::regrole::text = ANY($1)`,
      [ROLES],
    );
    expect(might).toEqual([]);
  });

  it('each role reaches the schema of its own service, and only its owner makes things there', async () => {
    const rights = await asSuperuser(
      `SELECT rolname AS role, array_agg(privilege || ' ' || nspname ORDER BY nspname, privilege) AS may
       FROM pg_roles, pg_namespace, unnest(ARRAY['USAGE', 'CREATE']) AS privilege
       WHERE rolname = ANY($1) AND nspname !~ '^pg_' AND nspname <> 'information_schema'
         AND has_schema_privilege(rolname, nspname, privilege) GROUP BY rolname ORDER BY rolname`,
      [ROLES],
    );
    const own = (role: string) => {
      const schema = role.replace(/_owner$/, '');
      const here = role === schema ? [`USAGE ${schema}`] : [`CREATE ${schema}`, `USAGE ${schema}`];
      return { role, may: [...here, 'USAGE extensions'].sort(bySchema) };
    };
    expect(rights).toEqual([...ROLES].sort().map(own));
  });

  it('each running service has data rights on the tables of its service, and none on any other', async () => {
    const rights = await asSuperuser(
      `SELECT rolname AS role, schemaname AS schema, array_agg(DISTINCT privilege) AS may
       FROM pg_roles, pg_tables, unnest($2::text[]) AS privilege
       WHERE rolname = ANY($1) AND schemaname = ANY($3)
         AND has_table_privilege(rolname, format('%I.%I', schemaname, tablename), privilege)
       GROUP BY rolname, schemaname ORDER BY rolname`,
      [ROLES, TABLE_RIGHTS, SERVICES.map(schemaOf)],
    );
    const own = (role: string) => {
      const schema = role.replace(/_owner$/, '');
      return { role, schema, may: [...(role === schema ? DATA_RIGHTS : TABLE_RIGHTS)].sort() };
    };
    expect(rights).toEqual([...ROLES].sort().map(own));
  });

  describe.each(SERVICES)('%s', (service) => {
    const other = SERVICES[(SERVICES.indexOf(service) + 1) % SERVICES.length]!;
    const theirs = schemaOf(other);
    const FORBIDDEN: [string, string][] = [
      ["read another's outbox", `SELECT * FROM ${theirs}.outbox`],
      ["write another's outbox", `DELETE FROM ${theirs}.outbox`],
      ["read another's outbox by way of the search path", `SET search_path = ${theirs}; SELECT * FROM outbox`],
      ["make something in another's schema", `CREATE TABLE ${theirs}.mine (id int)`],
      ['make something in everybody’s schema', 'CREATE TABLE public.mine (id int)'],
      ['put something before its own tables', 'CREATE TEMP TABLE outbox (seq int)'],
      ['make a schema', 'CREATE SCHEMA mine'],
      ['become another', `SET ROLE ${theirs}`],
      ["change another's search path", `ALTER ROLE ${theirs} SET search_path = public`],
      ['make itself more', 'ALTER ROLE CURRENT_USER SUPERUSER'],
      ['read passwords', 'SELECT * FROM pg_authid'],
      ['read files of the server', `SELECT pg_read_file('postgresql.conf')`],
      ['run programs on the server', `DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''true'''; END $$`],
    ];

    it.each(['runtime', 'owner'] as const)('cannot do as its %s role what is not its own', async (role) => {
      const refusals = await Promise.all(
        FORBIDDEN.map(async ([what, sql]) => [what, await refusalOf(run(urlsOf(service)[role], sql))]),
      );
      expect(refusals.filter(([, code]) => !REFUSED.includes(code as string))).toEqual([]);
    });

    it.each([
      ['make a table', 'CREATE TABLE mine (id int)'],
      ['make a function', `CREATE FUNCTION now_and_then() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
      ['change a table', 'ALTER TABLE outbox ADD COLUMN more text'],
      ['drop a table', 'DROP TABLE outbox'],
      ['empty a table', 'TRUNCATE outbox'],
      ['look at each row by a trigger', 'CREATE TRIGGER mine BEFORE INSERT ON outbox EXECUTE FUNCTION pg_sleep()'],
      ['take its owner’s place', `SET ROLE ${ownerOf(service)}`],
    ])('cannot %s while it runs', async (_, sql) => {
      expect(REFUSED).toContain(await refusalOf(run(urlsOf(service).runtime, sql)));
    });

    it('sees of what another does no more than that it is there', async () => {
      await withClient(urlsOf(other).runtime, async (busy) => {
        await busy.query(`SELECT 'a secret of another'`);
        const seen = await run(
          urlsOf(service).runtime,
          `SELECT DISTINCT query FROM pg_stat_activity WHERE usename = $1 AND datname = $2`,
          [theirs, database],
        );
        expect(seen).toEqual([{ query: '<insufficient privilege>' }]);
      });
    });
  });
});

/** insufficient_privilege, and undefined_table where a search path shows nothing. */
const REFUSED = ['42501', '42P01'];

function bySchema(one: string, other: string): number {
  const [a, b] = [one, other].map((right) => right.split(' ').reverse().join(' '));
  return a! < b! ? -1 : 1;
}

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'not refused';
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}
