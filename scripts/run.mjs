import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm passes a terminal's Ctrl-C on a second time; within this many milliseconds it is the same one. */
const ECHO_MS = 1_000;

/**
 * Runs a program to its end and answers its exit code (128 + n for signal n, as a shell does).
 *
 * The program gets a process group of its own, so that a terminal's Ctrl-C reaches it exactly once: from here.
 * `wholeGroup` sends it to the program's children too, for tools that leave that to the terminal. `aside`: what it prints
 * goes to standard error, as it is not what was asked for.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, wholeGroup?: boolean, aside?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, { cwd, env = process.env, wholeGroup = false, aside = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['inherit', aside ? process.stderr : 'inherit', 'inherit'];
    const child = spawn(program, args, { cwd, env, stdio, detached: true });
    const lastSent = new Map();
    const forward = (signal) => {
      const now = Date.now();
      if (now - (lastSent.get(signal) ?? -Infinity) < ECHO_MS) return;
      lastSent.set(signal, now);
      if (wholeGroup) process.kill(-child.pid, signal);
      else child.kill(signal);
    };
    const settle = (conclude) => {
      for (const signal of FORWARDED) process.off(signal, forward);
      conclude();
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    child.on('error', (error) => settle(() => reject(error)));
    child.on('exit', (code, signal) => settle(() => resolve(code ?? 128 + constants.signals[signal])));
  });
}
