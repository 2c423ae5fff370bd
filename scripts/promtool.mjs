// `node scripts/promtool.mjs`: brings promtool, which tests the alerts, into .polyphony/promtool unless it is on the path:
// out of the package `prometheus` of Debian or Ubuntu, of which nothing is installed. Elsewhere it comes with Prometheus.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = join(dirname(dirname(fileURLToPath(import.meta.url))), '.polyphony', 'promtool');

if (!existsSync(join(HOME, 'usr/bin/promtool')) && !succeeds('promtool', ['--version'])) bring();

function bring() {
  console.log('Fetching promtool into .polyphony/');
  // Unpacked beside its place and renamed: whoever finds the folder finds all of it.
  const unfinished = `${HOME}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const download = () => succeeds('apt-get', ['download', 'prometheus'], unfinished);
  const update = () => succeeds('apt-get', ['update']) || succeeds('sudo', ['--non-interactive', 'apt-get', 'update']);
  if (!download() && !(update() && download())) {
    console.error('promtool is not here: install Prometheus, or set PROMTOOL to where it is.');
    return;
  }
  const [file] = readdirSync(unfinished);
  if (!succeeds('dpkg-deb', ['--extract', file, '.'], unfinished)) return;
  rmSync(join(unfinished, file));
  renameSync(unfinished, HOME);
}

function succeeds(program, args, cwd) {
  return spawnSync(program, args, { cwd, stdio: 'ignore' }).status === 0;
}
