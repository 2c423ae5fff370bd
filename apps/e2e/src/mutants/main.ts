import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEngines } from '@polyphony/engines';
import { environment } from '../config.js';
import { MUTANTS, type Mutant } from './mutants.js';

// Switches each guard off in a copy of the sources and runs the test that must notice. A mutant that survives, or a
// patch that no longer applies, ends with exit code 1.

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = join(root, '.polyphony', `mutants-${process.pid}`);
const only = process.argv[2];

const engines = await startEngines({ env: environment(), folder: `${folder}-engines`, durable: false });
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
  await engines.stop();
  for (const name of [folder, `${folder}-engines`]) rmSync(name, { recursive: true, force: true });
}
process.stdout.write(survivors === 0 ? 'All mutants are caught.\n' : `${survivors} mutants survive.\n`);
process.exitCode = survivors === 0 ? 0 : 1;

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
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', '--no-warnings', jest, mutant.spec, '-t', mutant.test, '--forceExit'];
  const child = spawn(process.execPath, [...options, '--json', '--outputFile', report, '--testTimeout', '45000'], {
    cwd: folder,
    env: { ...environment(), DATABASE_URL: engines.databaseUrl, KAFKA_BROKERS: engines.brokers.join(',') },
    stdio: 'ignore',
  });
  await new Promise((resolve) => child.once('exit', resolve));
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  if (numFailedTests! > 0) return 'failed';
  return numPassedTests! > 0 ? 'passed' : 'did not run';
}

/** Sources and Jest's configuration; packages stay where they are, our own libs are the copy's. */
function copySources(): void {
  mkdirSync(join(folder, 'node_modules', '@polyphony'), { recursive: true });
  for (const name of ['apps', 'libs', 'package.json', 'jest.config.mjs', 'tsconfig.base.json'])
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !/\/(dist|node_modules)(\/|$)/.test(path.slice(root.length)),
    });
  mkdirSync(join(folder, 'scripts'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@polyphony') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const name of readdirSync(join(root, 'libs')))
    symlinkSync(join(folder, 'libs', name), join(folder, 'node_modules', '@polyphony', name));
}
