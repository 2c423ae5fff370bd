import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { processExists } from './engine-process.js';
import { stopEngines } from './engines.js';

// A folder for each process of a test run: runs work side by side, and a folder whose process is gone is rubbish.
const RUNS = resolve(import.meta.dirname, '../../../.polyphony/test-runs');

/** The folder of this process, for engines and whatever else may be thrown away. */
export function runFolder(): string {
  const folder = join(RUNS, String(process.pid));
  mkdirSync(folder, { recursive: true });
  return realpathSync(folder);
}

/** A new folder in that of this process, for engines of its caller's own in `postgres` and `kafka`; the caller removes it. */
export function ownFolder(): string {
  const folder = join(runFolder(), randomBytes(4).toString('hex'));
  mkdirSync(folder);
  return folder;
}

/** Ends the engines that killed runs have left behind, and removes their folders. */
export async function sweepRuns(env: NodeJS.ProcessEnv): Promise<void> {
  for (const pid of existsSync(RUNS) ? readdirSync(RUNS) : []) {
    if (Number(pid) !== process.pid && processExists(Number(pid))) continue;
    const run = join(realpathSync(RUNS), pid);
    // Another run may be sweeping too.
    const owned = existsSync(run) ? readdirSync(run) : [];
    for (const folder of [run, ...owned.map((name) => join(run, name))]) await stopEngines({ env, folder });
    rmSync(run, { recursive: true, force: true });
  }
}
