import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAMS = {
  'partner-registry': '../../../partner-registry/dist/main.js',
  methodology: '../../../methodology/dist/main.js',
  'assembly-scheduling': '../../../assembly-scheduling/dist/main.js',
  'results-aggregation': '../../../results-aggregation/dist/main.js',
  probe: '../../dist/probe/main.js',
} as const;

export type ProgramName = keyof typeof PROGRAMS;

/** A test run that is killed leaves no services behind; one that the command line starts is meant to stay. */
const ENDS_WITH_ITS_PARENT = 'data:text/javascript,process.once("disconnect",()=>process.exit(1))';

/** What a service tells its parent. */
interface Listening {
  url: string;
  managementUrl?: string;
}

/** A service in a process of its own, which can be killed and paused. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** Where it answers a scraper, when it was told a port for that. */
    readonly managementUrl: string | undefined,
    private readonly lines: string[],
  ) {}

  /** Resolves when it serves. @throws Error with its output when it ends instead */
  static async start(name: ProgramName, env: NodeJS.ProcessEnv): Promise<ServiceProcess> {
    const execArgv = ['--import', ENDS_WITH_ITS_PARENT];
    const child = fork(programOf(name), ['serve'], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv });
    const lines: string[] = [];
    const keep = (chunk: Buffer): void => void lines.push(chunk.toString('utf8'));
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
    const { url, managementUrl } = await new Promise<Listening>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Listening));
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}:\n${lines.join('')}`)));
    });
    return new ServiceProcess(child, url, managementUrl, lines);
  }

  /** What it has logged so far. */
  get log(): string {
    return this.lines.join('');
  }

  /** kill -9 */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As an orchestrator stops it. @throws Error when it has to be forced, or ends with an error */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    if (this.child.exitCode !== 0) throw new Error(`${this.url} ended with ${this.child.exitCode}:\n${this.log}`);
  }

  /** As an orchestrator asks it, which does not wait for it here. */
  askToEnd(): void {
    this.child.kill('SIGTERM');
  }

  /** Resolves when it has ended; forced are those that an orchestrator would have to kill. */
  async ended(): Promise<{ forced: boolean }> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return { forced: this.child.signalCode !== null };
  }

  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

/** Runs a verb of a service program to its end, and returns what it printed. @throws Error with its output when it fails */
export async function runVerb(name: ProgramName, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = fork(programOf(name), args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  let printed = '';
  let complaints = '';
  child.stdout!.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  child.stderr!.on('data', (chunk: Buffer) => (complaints += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${code}:\n${printed}${complaints}`);
  return printed;
}

function programOf(name: ProgramName): string {
  return fileURLToPath(new URL(PROGRAMS[name], import.meta.url));
}
