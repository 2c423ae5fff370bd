// Every npm script and `npx polyphony` come through here. Runs on Node 18 with nothing installed:
// brings Node, packages and build up to date, then hands the verb to the program that knows it. What that takes is told on
// standard error: standard output is the verb's, which `TOKEN=$(npx polyphony token …)` reads.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../libs/engines/src/lock.mjs';
import { installDependencies } from './dependencies.mjs';
import { environmentWithNode } from './node-runtime.mjs';
import { run } from './run.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const inRoot = (path) => join(ROOT, path);
const TSC = inRoot('node_modules/typescript/bin/tsc');
const NX = inRoot('node_modules/nx/dist/bin/nx.js');
const PRETTIER = inRoot('node_modules/prettier/bin/prettier.cjs');
const QUIET_NX = { CI: 'true', NX_DAEMON: 'false' };

/** The verbs that are not the command line's. A tool works in the root; `unbuilt` programs need no build before them. */
const PROGRAMS = {
  build: { args: [TSC, '-b', ROOT], tool: true, unbuilt: true },
  format: { args: [PRETTIER, '--write', '--log-level=warn', ROOT], tool: true, unbuilt: true },
  lint: { args: [NX, 'run-many', '-t', 'lint'], tool: true, env: QUIET_NX },
  nx: { args: [NX], tool: true, unbuilt: true, env: QUIET_NX },
  test: { args: [inRoot('scripts/test.mjs')], unbuilt: true },
  soak: { args: [inRoot('scripts/test.mjs'), '--soak'] },
  mutants: { args: [inRoot('apps/e2e/dist/mutants/main.js')] },
  fuzz: { args: [inRoot('apps/e2e/dist/fuzz/main.js')] },
  bench: { args: [inRoot('apps/bench/dist/main.js')] },
  sbom: { args: [inRoot('scripts/sbom.mjs')], unbuilt: true },
  generate: { args: [inRoot('scripts/generate.mjs')] },
  'release-schemas': { args: [inRoot('scripts/release-schemas.mjs')] },
};
const COMMAND_LINE = inRoot('apps/cli/dist/main.js');

/** @returns {Promise<number>} the exit code of the verb's program, or of the build when that failed */
async function polyphony([verb = 'help', ...rest]) {
  const program = PROGRAMS[verb] ?? { args: [COMMAND_LINE, verb] };
  const { env, broken } = await withLock(
    inRoot('.polyphony/preparing.lock'),
    () => prepare(!program.unbuilt),
    console.error,
  );
  if (broken) return broken;
  const place = program.tool ? { cwd: ROOT, wholeGroup: true } : {};
  return run('node', [...program.args, ...rest], { ...place, env: { ...env, ...program.env } });
}

async function prepare(build) {
  const env = await environmentWithNode(ROOT);
  await installDependencies(ROOT, env);
  if (build && !existsSync(COMMAND_LINE)) console.error('Building');
  const broken = build ? await run('node', PROGRAMS.build.args, { cwd: ROOT, env, wholeGroup: true, aside: true }) : 0;
  return { env, broken };
}

try {
  process.exitCode = await polyphony(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
