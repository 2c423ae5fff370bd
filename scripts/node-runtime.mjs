import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from './run.mjs';

const OLDEST = [24, 11];
/** The npm package of this name and version is the Node binary itself. */
const BROUGHT = '24.21.0';

/**
 * The environment in which `node` is new enough: the running one, or one fetched once into `.polyphony/`
 * (by one process at a time).
 * @param {string} root folder of the repository
 * @returns {Promise<NodeJS.ProcessEnv>}
 * @throws Error when Node cannot be fetched
 */
export async function environmentWithNode(root) {
  const bin = isNewEnough(process.versions.node) ? dirname(process.execPath) : await broughtNode(root);
  return { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
}

/** @param {string} version such as `24.21.0` */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

async function broughtNode(root) {
  const home = join(root, '.polyphony', `node-${BROUGHT}`);
  const bin = join(home, 'node_modules', 'node', 'bin');
  if (existsSync(join(bin, 'node'))) return bin;
  console.error(
    `Node ${process.versions.node} is older than ${OLDEST.join('.')}: fetching ${BROUGHT} into .polyphony/`,
  );
  // Installed beside its place and renamed: whoever finds the folder finds all of it.
  const unfinished = `${home}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const flags = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const place = { cwd: unfinished, wholeGroup: true, aside: true };
  const code = await run('npm', ['install', '--prefix', unfinished, ...flags, `node@${BROUGHT}`], place);
  if (code !== 0) throw new Error(`npm could not install node@${BROUGHT} (exit code ${code})`);
  renameSync(unfinished, home);
  return bin;
}
