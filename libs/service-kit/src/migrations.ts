import { DataSource, type MigrationInterface } from 'typeorm';

export type Migration = new () => MigrationInterface;

/** Names of migrations that this build has and the database does not. */
export async function pendingMigrations(dataSource: DataSource, migrations: readonly Migration[]): Promise<string[]> {
  const [table]: { exists: boolean }[] = await dataSource.query(
    `SELECT to_regclass('migrations') IS NOT NULL AS exists`,
  );
  const done: { name: string }[] = table?.exists ? await dataSource.query('SELECT name FROM migrations') : [];
  const names = new Set(done.map((row) => row.name));
  return migrations.map((migration) => migration.name).filter((name) => !names.has(name));
}

/** Runs what is pending as the owner of the schema; returns the names that it ran. */
export async function migrate(ownerUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    connectTimeoutMS: 10_000,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
  });
  await dataSource.initialize();
  try {
    // Two releases may start their migration at the same time: the second waits and finds nothing to do.
    await dataSource.query(`SELECT pg_advisory_lock(hashtextextended(current_schema() || '.migrate', 0))`);
    return (await dataSource.runMigrations()).map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
