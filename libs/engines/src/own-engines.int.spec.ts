import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { brokersAnswer } from '@polyphony/messaging';
import { environment } from './config.js';
import { startOwnKafka, startOwnPostgres } from './own-engines.js';
import { withClient } from './provision.js';
import { ownFolder } from './run-folders.js';

describe('engines of one spec file, of the kind this run uses', () => {
  const env = environment();
  const folder = ownFolder();

  afterAll(() => rmSync(folder, { recursive: true }));

  it('are a PostgreSQL that comes back after a crash with what it had committed', async () => {
    const postgres = await startOwnPostgres({ env, folder: join(folder, 'postgres') });
    const run = (sql: string) =>
      withClient(postgres.url, async (client) => (await client.query(sql)).rows as unknown[]);
    await run('CREATE TABLE kept AS SELECT 1 AS n');
    await postgres.kill();
    await expect(run('SELECT n FROM kept')).rejects.toThrow();
    await postgres.start();
    await postgres.restart('immediate');
    await expect(run('SELECT n FROM kept')).resolves.toEqual([{ n: 1 }]);
    await postgres.remove();
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
  });

  it('are a Kafka that comes back after a crash', async () => {
    const kafka = await startOwnKafka({ env, folder: join(folder, 'kafka') });
    const ask = () => brokersAnswer({ brokers: kafka.brokers, clientId: 'spec' });
    await kafka.kill();
    await expect(ask()).rejects.toThrow();
    await kafka.start();
    await expect(ask()).resolves.toBeUndefined();
    await kafka.remove();
    expect(existsSync(join(folder, 'kafka'))).toBe(false);
  });
});
