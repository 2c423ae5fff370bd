import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokersAnswer } from '@polyphony/messaging';
import { environment } from './config.js';
import { startEngines, stopEngines } from './engines.js';
import { stampOf } from './process-stamp.mjs';
import { withClient } from './provision.js';
import { ownFolder } from './run-folders.js';
import { goneStamp, withIdOf } from './stamps.fixture.js';

describe('both engines in one folder', () => {
  const folder = ownFolder();
  const { PATH, JAVA_HOME } = environment();
  const env = { PATH, JAVA_HOME, POLYPHONY_ENGINES: 'embedded' };
  const start = () => startEngines({ env, folder, durable: false });
  const answers = (url: string) =>
    withClient(url, async (client) => (await client.query('SELECT 1 AS n')).rowCount === 1);

  afterAll(async () => {
    await stopEngines({ env, folder });
    rmSync(folder, { recursive: true });
  });

  it('are left alone by a run that finds them in the hands of another living one', async () => {
    const own = await start();
    writeFileSync(join(folder, 'owner'), stampOf(process.ppid)!);
    const borrowed = await start();
    expect(borrowed).toMatchObject({ databaseUrl: own.databaseUrl, brokers: own.brokers });
    await borrowed.stop();
    await expect(answers(own.databaseUrl)).resolves.toBe(true);
  });

  it.each([
    ['killed', (stamp: string) => stamp],
    ['killed, and whose process id a stranger has', (stamp: string) => withIdOf(process.ppid, stamp)],
  ])('are taken over from a run that was %s, with the lock that it held, and stopped at the end', async (_, left) => {
    await start();
    for (const file of ['owner', 'starting.lock']) writeFileSync(join(folder, file), left(await goneStamp()));
    const inherited = await start();
    await inherited.stop();
    await expect(answers(inherited.databaseUrl)).rejects.toThrow('ECONNREFUSED');
  });

  it('are started anew by a run that comes while they are being stopped', async () => {
    const own = await start();
    const stopping = own.stop();
    const next = await start();
    await stopping;
    await expect(answers(next.databaseUrl)).resolves.toBe(true);
    await expect(brokersAnswer({ brokers: next.brokers, clientId: 'spec' })).resolves.toBeUndefined();
    await next.stop();
    await expect(answers(next.databaseUrl)).rejects.toThrow('ECONNREFUSED');
  });

  it('stay for later runs when that is wished, until they are stopped by name of their folder', async () => {
    const kept = await startEngines({ env, folder, durable: false, keepRunning: true });
    await kept.stop();
    const later = await start();
    expect(later.databaseUrl).toBe(kept.databaseUrl);
    await later.stop();
    await expect(answers(kept.databaseUrl)).resolves.toBe(true);
    await stopEngines({ env, folder });
    await expect(answers(kept.databaseUrl)).rejects.toThrow('ECONNREFUSED');
  });
});
