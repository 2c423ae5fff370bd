// Plain JavaScript: the npm scripts hold such a lock before anything is built.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ownStamp, stampedRuns } from './process-stamp.mjs';

/**
 * Does the work while nobody else holds the lock; waits for who does. A lock whose holder is gone counts for nothing.
 * @template T
 * @param {string} file holds the stamp of the process at work
 * @param {() => Promise<T>} work
 * @param {(line: string) => void} tell told, once, that it waits
 * @returns {Promise<T>}
 */
export async function withLock(file, work, tell) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; !take(file); told = true) {
    if (!told) tell(`Waiting for the command that holds ${file}`);
    await pause(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  // A link appears with its content: a process that is killed meanwhile leaves no lock without a holder.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, ownStamp());
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
  // One clears away at a time, or a slow one would delete the lock that somebody has just taken.
  if (leftByTheGone(file) && take(`${file}.clearing`)) {
    if (leftByTheGone(file)) rmSync(file);
    rmSync(`${file}.clearing`);
    return take(file);
  }
  return false;
}

function leftByTheGone(file) {
  try {
    return !stampedRuns(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}
