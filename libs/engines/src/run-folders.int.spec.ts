import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { environment } from './config.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { runFolder, sweepRuns } from './run-folders.js';

describe('the folder of a test run that was killed', () => {
  it('goes with the engines in it, and the folders of living runs stay', async () => {
    const { pid } = spawnSync('true');
    const killed = join(dirname(runFolder()), String(pid));
    const own = join(killed, 'own');
    mkdirSync(own, { recursive: true });
    const postgres = await EmbeddedPostgres.start({ folder: join(own, 'postgres'), durable: false });
    const other = join(dirname(runFolder()), String(process.ppid));
    const foreign = existsSync(other);
    mkdirSync(other, { recursive: true });
    await sweepRuns(environment());
    expect(postgres.pid).toBeUndefined();
    expect(existsSync(killed)).toBe(false);
    expect(existsSync(other)).toBe(true);
    if (!foreign) rmSync(other, { recursive: true });
  });
});
