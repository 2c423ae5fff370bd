import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processExists } from './engine-process.js';

/** Runs `work` while no other process does the same in that folder; the lock of a process that died is taken over. */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'starting.lock');
  while (!take(file)) await pause(100);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  // A link appears with its content: a process that is killed meanwhile leaves no lock without a holder.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
  // One clears away at a time, or a slow one would delete the lock that somebody has just taken.
  if (leftByTheDead(file) && take(`${file}.clearing`)) {
    if (leftByTheDead(file)) rmSync(file);
    rmSync(`${file}.clearing`);
    return take(file);
  }
  return false;
}

function leftByTheDead(file: string): boolean {
  try {
    return !processExists(Number(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
