import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** How to start a program that outlives the call. */
export interface Launch {
  command: string;
  args: string[];
  /** Standard output and error are appended here, so that the program survives the death of this process. */
  logFile: string;
  cwd: string;
  uid?: number;
  gid?: number;
}

/**
 * An engine's operating-system process, started by us or found again. Process ids are reused by the system, so a
 * process counts as ours only while its command line contains `mark`, a path in the engine's data folder.
 */
export class EngineProcess {
  private constructor(
    readonly pid: number,
    private readonly mark: string,
  ) {}

  /** Starts the program in a session of its own: Ctrl-C in the terminal reaches us, and we stop engines in order. */
  static async start(launch: Launch, mark: string): Promise<EngineProcess> {
    const log = openSync(launch.logFile, 'a');
    const child = spawn(launch.command, launch.args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: launch.cwd,
      uid: launch.uid,
      gid: launch.gid,
    });
    closeSync(log);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return new EngineProcess(child.pid!, mark);
  }

  /** The process of that id if it is still the one we mean. */
  static find(pid: number, mark: string): EngineProcess | undefined {
    const found = new EngineProcess(pid, mark);
    return found.isRunning() ? found : undefined;
  }

  isRunning(): boolean {
    return commandLine(this.pid).includes(this.mark);
  }

  signal(name: NodeJS.Signals): void {
    if (this.isRunning()) process.kill(this.pid, name);
  }

  /** Sends the signal, waits for the end, and kills what has not ended in time. */
  async end(name: NodeJS.Signals, timeoutMs: number): Promise<void> {
    this.signal(name);
    const deadline = Date.now() + timeoutMs;
    while (this.isRunning()) {
      if (Date.now() > deadline) this.signal('SIGKILL');
      await pause(20);
    }
  }
}

/** Whether any process has this id. */
export function processExists(pid: number): boolean {
  return commandLine(pid) !== '';
}

/** The command line of a process; empty when there is none or only its zombie is left. */
function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) {
    const file = `/proc/${pid}/cmdline`;
    try {
      return readFileSync(file, 'utf8').replaceAll('\0', ' ');
    } catch (error) {
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
      throw error;
    }
  }
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
