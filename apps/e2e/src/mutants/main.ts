import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFolder, startEngines, sweepRuns } from '@polyphony/engines';
import { environment } from '../config.js';
import { MUTANTS, type Mutant } from './mutants.js';

// Switches each guard off in a copy of the sources and runs the test that must notice. A mutant that survives, or a
// patch that no longer applies, ends with exit code 1.

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = join(runFolder(), 'copy');
const only = process.argv.slice(2).join(' ');
let child: ChildProcess | undefined;

await sweepRuns(environment());
const engines = await startEngines({ env: environment(), folder: runFolder(), durable: false });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    child?.kill();
    void end().finally(() => process.exit(1));
  });
let survivors = 0;
try {
  copySources();
  for (const mutant of MUTANTS.filter(({ guard }) => !only || guard.includes(only))) {
    const verdict = await tryMutant(mutant);
    if (verdict !== undefined) survivors += 1;
    process.stdout.write(
      `${verdict === undefined ? 'caught  ' : 'SURVIVED'}  ${mutant.guard}\n            ${verdict ?? `by: ${mutant.test}`}\n`,
    );
  }
} finally {
  await end();
}
process.stdout.write(survivors === 0 ? 'All mutants are caught.\n' : `${survivors} mutants survive.\n`);
process.exitCode = survivors === 0 ? 0 : 1;

async function end(): Promise<void> {
  await engines.stop();
  rmSync(runFolder(), { recursive: true, force: true });
}

/** @returns why it was not caught; undefined when it was */
async function tryMutant(mutant: Mutant): Promise<string | undefined> {
  const file = join(folder, mutant.file);
  const source = readFileSync(file, 'utf8');
  if (source.split(mutant.find).length !== 2) return `the patch no longer applies to ${mutant.file}`;
  const healthy = await runTest(mutant);
  if (healthy !== 'passed') return `its test ${healthy} without the patch: ${mutant.test}`;
  writeFileSync(
    file,
    source.replace(mutant.find, () => mutant.replace),
  );
  try {
    const result = await runTest(mutant);
    return result === 'failed' ? undefined : `its test ${result}: ${mutant.test}`;
  } finally {
    writeFileSync(file, source);
  }
}

async function runTest(mutant: Mutant): Promise<'passed' | 'failed' | 'did not run'> {
  // Specs that fork services run what is built; a patch that does not compile would prove nothing.
  if (mutant.spec.endsWith('.e2e.spec.ts') && (await run([join(root, 'node_modules/typescript/bin/tsc'), '-b'])) !== 0)
    return 'did not run';
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', '--no-warnings', jest, mutant.spec, '-t', mutant.test, '--forceExit'];
  await run([...options, '--json', '--outputFile', report, '--testTimeout', '45000']);
  if (!existsSync(report)) return 'did not run';
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  if (numFailedTests! > 0) return 'failed';
  return numPassedTests! > 0 ? 'passed' : 'did not run';
}

async function run(args: string[]): Promise<number | null> {
  child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...environment(), DATABASE_URL: engines.databaseUrl, KAFKA_BROKERS: engines.brokers.join(',') },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** Sources, builds and Jest's configuration; packages stay where they are, our own libs are the copy's. */
function copySources(): void {
  mkdirSync(join(folder, 'node_modules', '@polyphony'), { recursive: true });
  for (const name of [
    'apps',
    'libs',
    'scripts',
    'docs',
    'package.json',
    'jest.config.mjs',
    'tsconfig.base.json',
    'tsconfig.json',
  ])
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !/\/node_modules(\/|$)/.test(path.slice(root.length)),
    });
  // Kafka's jars and the folders of test runs are those of the original.
  symlinkSync(join(root, '.polyphony'), join(folder, '.polyphony'));
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@polyphony') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const name of readdirSync(join(root, 'libs')))
    symlinkSync(join(folder, 'libs', name), join(folder, 'node_modules', '@polyphony', name));
}
