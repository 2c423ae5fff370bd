import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Engines, runFolder, startEngines, sweepRuns } from '@polyphony/engines';
import { announceEngines, announceIssuer, environment, withoutEngines } from './config.js';
import { sweepDatabases } from './test-database.js';

let engines: Engines | undefined;

/** Gives the test run its engines and a place for its issuer of tokens, after removing what killed runs have left behind. */
export async function startTestEngines(): Promise<void> {
  announceIssuer(join(runFolder(), 'issuer'));
  if (withoutEngines()) return;
  await sweepRuns(environment());
  engines = await startEngines({ env: environment(), folder: runFolder(), durable: false, log: console.log });
  announceEngines(engines);
  if (engines.kind === 'given') await sweepDatabases(engines.databaseUrl);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stopTestEngines().finally(() => process.exit(1)));
}

/** Stops what was started and removes its data. */
export async function stopTestEngines(): Promise<void> {
  await engines?.stop();
  engines = undefined;
  if (!withoutEngines()) rmSync(runFolder(), { recursive: true, force: true });
}
