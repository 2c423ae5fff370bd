import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does the work while no other process of this copy of the repository does it; waits for one that does.
 * @template T
 * @param {string} lockFile holds the process id of the one at work; left over from a dead process it counts for nothing
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function onlyOne(lockFile, work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; !take(lockFile); told = true) {
    if (!told) console.log(`Waiting for the command that holds ${lockFile}`);
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function take(lockFile) {
  // A link appears with its content, so that nobody reads a lock without a holder.
  const own = `${lockFile}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
  // One clears away at a time, or a slow one would delete the lock that somebody has just taken.
  if (leftByTheDead(lockFile) && take(`${lockFile}.clearing`)) {
    if (leftByTheDead(lockFile)) rmSync(lockFile);
    rmSync(`${lockFile}.clearing`);
    return take(lockFile);
  }
  return false;
}

function leftByTheDead(lockFile) {
  try {
    process.kill(Number(readFileSync(lockFile, 'utf8')), 0);
    return false;
  } catch (error) {
    if (['ENOENT', 'EPERM'].includes(error.code)) return false;
    if (error.code !== 'ESRCH') throw error;
    return true;
  }
}
