import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ownStamp, stampedRuns, stampOf } from './process-stamp.mjs';

/** How to start a program that outlives the call. */
export interface Launch {
  command: string;
  args: string[];
  /** Standard output and error are appended here, so that the program survives the death of this process. */
  logFile: string;
  cwd: string;
  /** Absent means this process's own environment. */
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
}

/**
 * An operating-system process, started by us or found again. Process ids are reused by the system, so it counts as the
 * one that we mean only while its command line contains a path that no other has, or while it has the stamp that it had.
 */
export class EngineProcess {
  private constructor(
    readonly pid: number,
    private readonly isMeant: () => boolean,
  ) {}

  /** Starts the program in a session of its own: Ctrl-C in the terminal reaches us, and we stop engines in order. */
  static async start(launch: Launch, mark: string): Promise<EngineProcess> {
    const log = openSync(launch.logFile, 'a');
    const child = spawn(launch.command, launch.args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: launch.cwd,
      env: launch.env,
      uid: launch.uid,
      gid: launch.gid,
    });
    closeSync(log);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return EngineProcess.marked(child.pid!, mark);
  }

  /** The process of that id if its command line still contains `mark`. */
  static find(pid: number, mark: string): EngineProcess | undefined {
    const found = EngineProcess.marked(pid, mark);
    return found.isRunning() ? found : undefined;
  }

  /** The process of that stamp if it still runs. */
  static stamped(stamp: string): EngineProcess | undefined {
    const found = new EngineProcess(Number.parseInt(stamp), () => stampedRuns(stamp));
    return found.isRunning() ? found : undefined;
  }

  /** What `stamped` finds this very process by. */
  static ownStamp(): string {
    return ownStamp();
  }

  /** What `stamped` finds the process of this id by; undefined when there is none. */
  static stampOf(pid: number): string | undefined {
    return stampOf(pid);
  }

  private static marked(pid: number, mark: string): EngineProcess {
    return new EngineProcess(pid, () => commandLine(pid).includes(mark));
  }

  isRunning(): boolean {
    return this.isMeant();
  }

  signal(name: NodeJS.Signals): void {
    if (this.isRunning()) ignoringItsEnd(() => process.kill(this.pid, name));
  }

  /** To the process and those that it has started; itself first, so that it starts no more of them. */
  signalAll(name: NodeJS.Signals): void {
    if (!this.isRunning()) return;
    process.kill(this.pid, name);
    for (const child of childrenOf(this.pid)) ignoringItsEnd(() => process.kill(child, name));
  }

  /** Waits until nothing is left of a process that is ending. */
  async gone(): Promise<void> {
    while (processExists(this.pid)) await pause(20);
  }

  /** Sends the signal, waits for the end, and kills what has not ended in time. */
  async end(name: NodeJS.Signals, timeoutMs: number): Promise<void> {
    if (!this.isRunning()) return;
    this.signal(name);
    const deadline = Date.now() + timeoutMs;
    while (processExists(this.pid)) {
      if (Date.now() > deadline) this.signal('SIGKILL');
      await pause(20);
    }
  }
}

/** Whether any process has this id; it has until its last thread is gone, and with it ports and locks. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
  return !isOnlyZombie(pid);
}

/** In a container whose first process collects no children, an orphan that has ended stays listed for ever. */
function isOnlyZombie(pid: number): boolean {
  const folder = `/proc/${pid}`;
  if (!existsSync(folder)) return false;
  const gone = ignoringItsEnd(() => {
    const state = readFileSync(`${folder}/stat`, 'utf8').split(') ').at(-1)!;
    return state.startsWith('Z') && readdirSync(`${folder}/task`).length === 1;
  });
  return gone ?? true;
}

/** What the file system of processes says; undefined when the process ended while it was asked. */
function ignoringItsEnd<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const listed = existsSync(file)
    ? readFileSync(file, 'utf8')
    : spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout;
  return listed.split(/\s+/).filter(Boolean).map(Number);
}

/** The command line of a process; empty when there is none or it is ending. */
function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline'))
    return ignoringItsEnd(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')) ?? '';
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch (error) {
    if ((error as { status?: number }).status === 1) return '';
    throw error;
  }
}

/** The last lines of a log, for the sentence that says why an engine did not start. */
export function lastLines(logFile: string, lines = 5): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}

/** Repeats a question until it is answered without an error; throws the last error at the deadline. */
export async function untilAnswered(
  ask: () => Promise<void>,
  options: { timeoutMs: number; stillPossible: () => boolean },
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!options.stillPossible() || Date.now() > deadline) throw error;
    }
    await pause(50);
  }
}
