import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * Installs what package-lock.json says, unless exactly that is installed already.
 * @param {string} root folder of the repository
 * @param {NodeJS.ProcessEnv} env
 * @throws Error when npm fails
 */
export async function installDependencies(root, env) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  // Inside node_modules: a removed or half-installed folder (npm ci empties it first) takes its stamp along.
  const stamp = join(root, 'node_modules', '.polyphony-lock-hash');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing the packages of package-lock.json');
  const code = await run('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    env,
    wholeGroup: true,
    aside: true,
  });
  if (code !== 0) throw new Error(`npm ci failed (exit code ${code})`);
  writeFileSync(stamp, wanted);
}
