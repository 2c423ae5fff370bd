import { createHash } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** The schema for extensions that constraints need; every role finds it through its search path. */
export const EXTENSIONS_SCHEMA = 'extensions';

/** Schema and runtime role of a service: `assembly-scheduling` becomes `assembly_scheduling`. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

/** The role that owns a service's schema and migrates it. */
export function ownerOf(service: string): string {
  return `${schemaOf(service)}_owner`;
}

/** How a service reaches its schema: with data rights only, and as the owner that migrates. */
export interface ServiceUrls {
  runtime: string;
  owner: string;
}

/** Passwords of roles, where somebody chose them; any other role's follows from the administrator's. */
export type ChosenPasswords = Readonly<Record<string, string>>;

export function serviceUrls(
  adminUrl: string,
  database: string,
  service: string,
  chosen: ChosenPasswords = {},
): ServiceUrls {
  const as = (role: string) => {
    const url = databaseUrl(adminUrl, database);
    url.username = role;
    url.password = chosen[role] ?? passwordOf(adminUrl, role);
    return url.href;
  };
  return { runtime: as(schemaOf(service)), owner: as(ownerOf(service)) };
}

/** The same server, another database. */
export function databaseUrl(adminUrl: string, database: string): URL {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url;
}

/** Whoever has the administrator's URL can work out the services' passwords, nobody else can. */
function passwordOf(adminUrl: string, role: string): string {
  return createHash('sha256')
    .update(`${new URL(adminUrl).password}:${role}`)
    .digest('hex')
    .slice(0, 32);
}

/**
 * Makes the database, and for each service (kebab-case name) its schema and its two roles, as far as they are missing.
 * Repeatable, and safe when several processes do it at once.
 */
export async function provision(
  adminUrl: string,
  database: string,
  services: string[],
  chosen: ChosenPasswords = {},
): Promise<void> {
  await withLock(adminUrl, async (admin) => {
    const known = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (known.rowCount === 0)
      await admin.query(
        `CREATE DATABASE ${escapeIdentifier(database)} TEMPLATE template0 ENCODING 'UTF8'
         LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`, // sorts the same on every machine
      );
    for (const service of services)
      for (const role of [schemaOf(service), ownerOf(service)])
        await provideRole(admin, role, chosen[role] ?? passwordOf(adminUrl, role));
    await withClient(databaseUrl(adminUrl, database).href, async (client) => {
      await client.query(['BEGIN', ...databaseStatements(database, services), 'COMMIT'].join(';\n'));
    });
  });
}

/** Runs `work` on the maintenance database while nobody else provisions this server. */
export async function withLock<T>(adminUrl: string, work: (admin: Client) => Promise<T>): Promise<T> {
  return withClient(adminUrl, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(hashtext('polyphony.provision'))`); // the session's end releases it
    return work(admin);
  });
}

/** Runs `work` on a connection of its own. */
export async function withClient<T>(
  url: string,
  work: (client: Client) => Promise<T>,
  patience = { connectionTimeoutMillis: 10_000, query_timeout: 60_000 },
): Promise<T> {
  const client = new Client({ connectionString: url, ...patience });
  client.on('error', () => undefined); // the same loss also rejects the promises below
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * The same as one script, for a superuser of a database that something else has made, which also gives the roles their
 * passwords. Repeatable.
 */
export function provisionScript(database: string, services: string[]): string {
  const roles = services.flatMap((service) => [schemaOf(service), ownerOf(service)]).flatMap(roleStatements);
  return [...roles, ...databaseStatements(database, services)].map((statement) => `${statement};\n`).join('');
}

async function provideRole(admin: Client, role: string, password: string): Promise<void> {
  for (const statement of roleStatements(role)) await admin.query(statement);
  await admin.query(`ALTER ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(password)}`);
}

function roleStatements(role: string): string[] {
  const name = escapeIdentifier(role);
  const schema = escapeIdentifier(role.replace(/_owner$/, ''));
  return [
    `DO $$ BEGIN CREATE ROLE ${name}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    `ALTER ROLE ${name} SET search_path = ${schema}, ${EXTENSIONS_SCHEMA}`,
  ];
}

/** What makes a database hold these services apart. Everything is repeatable. */
export function databaseStatements(database: string, services: string[]): string[] {
  const roles = services.flatMap((service) => [schemaOf(service), ownerOf(service)]);
  return [
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    `CREATE SCHEMA IF NOT EXISTS ${EXTENSIONS_SCHEMA}`,
    `CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA ${EXTENSIONS_SCHEMA}`, // exclusion constraints over id and time range
    ...roles.map((role) => `GRANT USAGE ON SCHEMA ${EXTENSIONS_SCHEMA} TO ${escapeIdentifier(role)}`),
    ...connectStatements(database, services),
    ...services.flatMap(schemaStatements),
  ];
}

/** Only these services' roles may connect. A copy of a database does not inherit these rights. */
export function connectStatements(database: string, services: string[]): string[] {
  const name = escapeIdentifier(database);
  const roles = services.flatMap((service) => [schemaOf(service), ownerOf(service)]).map(escapeIdentifier);
  return [`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`, `GRANT CONNECT ON DATABASE ${name} TO ${roles.join(', ')}`];
}

function schemaStatements(service: string): string[] {
  const schema = escapeIdentifier(schemaOf(service));
  const owner = escapeIdentifier(ownerOf(service));
  const whatOwnerMakes = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${schema}`;
  return [
    `CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${owner}`,
    `REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${schema}`,
    `${whatOwnerMakes} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${schema}`,
    `${whatOwnerMakes} GRANT USAGE ON SEQUENCES TO ${schema}`,
  ];
}
