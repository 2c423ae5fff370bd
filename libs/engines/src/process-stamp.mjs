// Plain JavaScript: the npm scripts need it, by way of the lock, before anything is built.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Names a process for good, by its id and when it began: an id alone is soon somebody else's, in a container even that
 * of the next run.
 * @param {number} pid
 * @returns {string | undefined} undefined when no such process runs
 */
export function stampOf(pid) {
  const began = existsSync('/proc/self/stat') ? beganByProc(pid) : beganByPs(pid);
  return began && `${pid} ${began}`;
}

/** @returns {string} of this process */
export function ownStamp() {
  const stamp = stampOf(process.pid);
  if (!stamp) throw new Error(`The system does not say when process ${process.pid} began.`);
  return stamp;
}

/**
 * Whether the process with this stamp still runs.
 * @param {string} stamp
 * @returns {boolean}
 */
export function stampedRuns(stamp) {
  return stampOf(Number.parseInt(stamp)) === stamp;
}

/** In ticks since the machine began; field 22, counted from the state, which is the third. */
function beganByProc(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(error.code)) return undefined;
    throw error;
  }
}

/** As a time, to the second. */
function beganByPs(pid) {
  try {
    const ask = ['LC_ALL=C', 'TZ=UTC', 'ps', '-o', 'stat=,lstart=', '-p', String(pid)];
    const [state, ...began] = execFileSync('env', ask, { encoding: 'utf8' }).trim().split(/\s+/);
    return state.startsWith('Z') ? undefined : began.join(' ');
  } catch (error) {
    if (error.status === 1) return undefined;
    throw error;
  }
}
