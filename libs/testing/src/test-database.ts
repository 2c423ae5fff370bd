import { createHash } from 'node:crypto';
import {
  connectStatements,
  databaseStatements,
  databaseUrl,
  EXTENSIONS_SCHEMA,
  provision,
  schemaOf,
  serviceUrls,
  withClient,
  withLock,
} from '@polyphony/engines';
import { Client, escapeIdentifier, Pool, type QueryResultRow } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { testEngines } from './config.js';
import { shortId } from './short-id.js';

/** A migration class, as a service lists them. */
export type Migration = new () => MigrationInterface;

export interface TestDatabaseOptions {
  /** Name of the service, kebab-case. */
  service: string;
  /** In order; a template database is kept for each list. */
  migrations: Migration[];
}

/** A migrated database that belongs to one spec file. */
export interface TestDatabase {
  /** As the service runs: data rights only. */
  runtimeUrl: string;
  /** As the service migrates. */
  ownerUrl: string;
  adminUrl: string;
  /** Rows of a statement that the superuser runs with the service's search path. */
  query<Row extends QueryResultRow>(sql: string, params?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Makes a fresh database from the template for these migrations, which the first caller makes. */
export async function testDatabase({ service, migrations }: TestDatabaseOptions): Promise<TestDatabase> {
  const server = testEngines().databaseUrl;
  const name = `spec_${schemaOf(service)}_${Math.floor(Date.now() / 1000).toString(36)}_${shortId()}`;
  const template = await provideTemplate(server, service, migrations);
  await withClient(server, (admin) => copyDatabase(admin, template, name, service));
  const adminUrl = databaseUrl(server, name).href;
  const options = `-c search_path=${schemaOf(service)},${EXTENSIONS_SCHEMA}`;
  const pool = new Pool({ connectionString: adminUrl, options, max: 2 });
  // end() does not wait for the server: a connection may still be there when the database is dropped by force.
  pool.on('error', () => undefined);
  const { runtime, owner } = serviceUrls(server, name, service);
  return {
    runtimeUrl: runtime,
    ownerUrl: owner,
    adminUrl,
    query: async <Row extends QueryResultRow>(sql: string, params?: unknown[]) =>
      (await pool.query<Row>(sql, params)).rows,
    drop: async () => {
      await pool.end();
      await withClient(server, (admin) => dropDatabase(admin, name));
    },
  };
}

/** Removes the databases of spec files that were killed over six hours ago, on a server that outlives test runs. */
export async function sweepDatabases(server: string): Promise<void> {
  await withLock(server, async (admin) => {
    const { rows } = await admin.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'spec\\_%'`,
    );
    for (const { datname } of rows) {
      const seconds = parseInt(datname.split('_').at(-2)!, 36);
      if (Date.now() / 1000 - seconds > 6 * 3600) await dropDatabase(admin, datname);
    }
  });
}

/** The name of the migrated template; it appears under that name when it is complete. */
async function provideTemplate(server: string, service: string, migrations: Migration[]): Promise<string> {
  const sources = [...databaseStatements('template', [service]), ...(await statementsOf(migrations))];
  const hash = createHash('sha256').update(sources.join('\n')).digest('hex').slice(0, 12);
  const template = `tpl_${schemaOf(service)}_${hash}`;
  if (await withClient(server, (admin) => exists(admin, template))) return template;
  const unfinished = `${template}_${shortId()}`;
  await provision(server, unfinished, [service]);
  await migrate(serviceUrls(server, unfinished, service).owner, schemaOf(service), migrations);
  await withLock(server, async (admin) => {
    if (await exists(admin, template)) await dropDatabase(admin, unfinished);
    else await admin.query(`ALTER DATABASE ${escapeIdentifier(unfinished)} RENAME TO ${escapeIdentifier(template)}`);
  });
  return template;
}

/** What these migrations tell the database, with their names. */
async function statementsOf(migrations: Migration[]): Promise<string[]> {
  const statements: string[] = [];
  const recorder = {
    query: (sql: string) => {
      statements.push(sql);
      return Promise.resolve([]);
    },
  };
  for (const Migration of migrations) {
    statements.push(Migration.name);
    await new Migration().up(recorder as unknown as QueryRunner);
  }
  return statements;
}

async function migrate(url: string, schema: string, migrations: Migration[]): Promise<void> {
  const source = new DataSource({ type: 'postgres', url, schema, migrations });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}

async function copyDatabase(admin: Client, template: string, name: string, service: string): Promise<void> {
  await admin.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`);
  await admin.query(connectStatements(name, [service]).join(';\n'));
}

async function dropDatabase(admin: Client, name: string): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
}

async function exists(admin: Client, database: string): Promise<boolean> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  return rowCount === 1;
}
