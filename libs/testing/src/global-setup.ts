import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Engines, processExists, startEngines, stopEngines } from '@polyphony/engines';
import { announceEngines, announceIssuer, environment, withoutEngines } from './config.js';
import { sweepDatabases } from './test-database.js';

// A folder for each run, named after its process: runs work side by side, and a folder whose process is gone is rubbish.
const RUNS = resolve(import.meta.dirname, '../../../.polyphony/test-runs');

let engines: Engines | undefined;

/** Gives the test run its engines and a place for its issuer of tokens, after removing what killed runs have left behind. */
export async function startTestEngines(): Promise<void> {
  announceIssuer(join(folderOf(process.pid), 'issuer'));
  if (withoutEngines()) return;
  await sweepRuns();
  engines = await startEngines({ env: environment(), folder: folderOf(process.pid), durable: false, log: console.log });
  announceEngines(engines);
  if (engines.kind === 'given') await sweepDatabases(engines.databaseUrl);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stopTestEngines().finally(() => process.exit(1)));
}

/** Stops what was started and removes its data. */
export async function stopTestEngines(): Promise<void> {
  await engines?.stop();
  engines = undefined;
  rmSync(folderOf(process.pid), { recursive: true, force: true });
}

function folderOf(pid: number): string {
  return join(RUNS, String(pid));
}

async function sweepRuns(): Promise<void> {
  const runs = existsSync(RUNS) ? readdirSync(RUNS).map(Number) : [];
  for (const pid of runs) {
    if (pid !== process.pid && processExists(pid)) continue;
    await stopEngines({ env: environment(), folder: folderOf(pid) });
    rmSync(folderOf(pid), { recursive: true, force: true });
  }
}
