// `npm test [pattern…]`: build, format, lint, every spec file, then the fault specs, which own their engines, one by one.
// `npm run soak`: the fault specs alone, each fault at 20 points. The last line printed is the sum of everything.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { add, countsOf, summaryOf } from './test-counts.mjs';
import { run } from './run.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const RESULTS = join(ROOT, '.polyphony', `test-${process.pid}`);
const POLYPHONY = join(ROOT, 'scripts/polyphony.mjs');
const PRETTIER = join(ROOT, 'node_modules/prettier/bin/prettier.cjs');
const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');
/** Jest loads ES modules through this; that it is experimental need not be said for each worker. */
const MODULES = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const FAULTS = 'apps/e2e/src/faults/**/*.spec.ts';
/** What tries the embedded engines themselves. */
const EMBEDDED = 'libs/engines/src/{embedded-engines,engines}.int.spec.ts';

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));

const soak = process.argv.includes('--soak');
const narrowing = process.argv.slice(2).filter((arg) => arg !== '--soak');
const stages = [
  { name: 'build', args: [POLYPHONY, 'build'], decisive: true },
  { name: 'format', args: [PRETTIER, '--check', '--log-level=warn', ROOT] },
  { name: 'lint', args: [POLYPHONY, 'lint'] },
  jest('specs', ['--maxWorkers=2', '--testMatch', '**/*.spec.ts', `!**/${FAULTS}`], narrowing.length > 0, withoutJava),
  jest('faults', ['--runInBand', '--testMatch', `**/${FAULTS}`], true),
];
const counts = { passed: 0, failed: 0, skipped: 0 };

mkdirSync(RESULTS, { recursive: true });
try {
  for (const stage of soak ? stages.slice(-1) : stages) {
    console.log(`\n— ${stage.name}`);
    const failed = await play(stage);
    if (interrupted || (failed && stage.decisive)) break;
  }
} finally {
  rmSync(RESULTS, { recursive: true, force: true });
}
if (interrupted) console.log('Interrupted');
console.log(`\n${summaryOf(counts)}`);
process.exitCode = interrupted ? 130 : counts.failed > 0 ? 1 : 0;

function jest(name, flags, mayBeEmpty, more = () => []) {
  const results = join(RESULTS, `${name}.json`);
  const report = ['--json', `--outputFile=${results}`, ...(mayBeEmpty ? ['--passWithNoTests'] : [])];
  return { name, results, args: [...MODULES, JEST, ...narrowing, ...report, ...flags], more };
}

/** Without Java there are no embedded engines to try, and containers serve all other specs. */
async function withoutJava() {
  const { javaIsFound } = await import('../libs/engines/dist/java.js');
  if (await javaIsFound(process.env)) return [];
  console.log('Java 17 is not here: the specs of the embedded engines themselves are left out');
  return [`!**/${EMBEDDED}`];
}

/** Plays one stage and adds what it counted; a stage that failed without a failed test counts as one. */
async function play({ args, results, more }) {
  const env = soak ? { ...process.env, POLYPHONY_SOAK: '20' } : process.env;
  const code = await run('node', [...args, ...((await more?.()) ?? [])], { cwd: ROOT, env, wholeGroup: true });
  const counted = results && existsSync(results) ? countsOf(JSON.parse(readFileSync(results, 'utf8'))) : countsOf();
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  add(counts, counted);
  return code !== 0;
}
