import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stampOf } from './process-stamp.mjs';

/** The stamp of a process that has ended. */
export async function goneStamp(): Promise<string> {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const stamp = stampOf(child.pid!)!;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return stamp;
}

/** As if the system had given the id of a process that has ended to another. */
export function withIdOf(pid: number, stamp: string): string {
  return stamp.replace(/^\d+/, String(pid));
}
