import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@polyphony/contracts';
import { EngineProcess, lastLines } from '@polyphony/engines';
import type { CliConfig } from '../config.js';
import { environmentOf, programOf, type EngineAddresses } from './service-program.js';

/**
 * V8 sizes its heap by the machine and collects late where there is much memory: 180 to 380 MiB resident after the demo on
 * 24 GiB, with these 135 to 180. The old space holds a release of 75 assemblies and several submissions of 8 MiB.
 */
const SMALL_HEAP = ['--max-old-space-size=192', '--max-semi-space-size=4'];
/**
 * The size from which glibc maps memory by itself and so gives it back, at its first value: left alone it grows with the
 * bodies that come. 255 MiB resident after the demo where results come in, with this 183.
 */
const GIVES_BACK = { MALLOC_MMAP_THRESHOLD_: '131072' };
const STARTUP_MS = 60_000;
/** A service forces its own end after 15 s. */
const SHUTDOWN_MS = 20_000;

/** A service that is to be started. */
export interface ServiceLaunch {
  service: ServiceName;
  /** 0 lets the system choose. */
  port: number;
}

/** One running service, started by us. */
export class ServiceProcess {
  private stopping = false;

  private constructor(
    readonly service: ServiceName,
    readonly url: string,
    readonly logFile: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts `serve` in a session of its own, logging to a file; resolves when it listens. */
  static async start({ service, port }: ServiceLaunch, config: CliConfig, engines: EngineAddresses) {
    const logFile = logFileOf(service, config);
    mkdirSync(join(config.folder, 'logs'), { recursive: true });
    const log = openSync(logFile, 'a');
    const env = { ...(await environmentOf(service, config, engines)), PORT: String(port), ...GIVES_BACK };
    const child = spawn(process.execPath, [...SMALL_HEAP, programOf(service), 'serve'], {
      detached: true, // a terminal's Ctrl-C reaches the command line only, which stops services in order
      stdio: ['ignore', log, log, 'ipc'],
      env,
    });
    closeSync(log);
    const url = await listening(child, service, logFile);
    child.disconnect();
    return new ServiceProcess(service, url, logFile, child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Resolves with a sentence and the end of the log when the service ends without having been asked to. */
  died(): Promise<string> {
    return new Promise((resolve) => {
      const report = (code: number | null, signal: string | null): void => {
        if (!this.stopping) resolve(`${this.service} ended by itself (${ending(code, signal)})${tail(this.logFile)}`);
      };
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        report(this.child.exitCode, this.child.signalCode);
      else this.child.once('exit', report);
    });
  }

  /** Lets it finish what it does; kills it at the deadline. */
  async stop(): Promise<void> {
    this.stopping = true;
    await stopService(this.service, this.pid);
  }

  /** Lets this process end while the service runs on. */
  release(): void {
    this.child.unref();
  }
}

/** Where a service logs, a line for people or, with LOG_FORMAT=json, one JSON object a line. */
export function logFileOf(service: ServiceName, config: CliConfig): string {
  return join(config.folder, 'logs', `${service}.log`);
}

/** Stops the service with this process id, whoever started it, if it still runs. */
export async function stopService(service: ServiceName, pid: number): Promise<void> {
  await EngineProcess.find(pid, programOf(service))?.end('SIGTERM', SHUTDOWN_MS);
}

/** Whether the service still runs under this process id. */
export function serviceRuns(service: ServiceName, pid: number): boolean {
  return EngineProcess.find(pid, programOf(service)) !== undefined;
}

function listening(child: ChildProcess, service: ServiceName, logFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`${service} did not start (${why})${tail(logFile)}`));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`no answer within ${STARTUP_MS / 1_000} s`);
    }, STARTUP_MS);
    const exited = (code: number | null, signal: string | null): void => fail(ending(code, signal));
    child.once('error', (error) => fail(error.message));
    child.once('exit', exited);
    child.once('message', (message: { url: string }) => {
      clearTimeout(timer);
      child.off('exit', exited);
      resolve(message.url);
    });
  });
}

function ending(code: number | null, signal: string | null): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

function tail(logFile: string): string {
  return `; the end of ${logFile}:\n${lastLines(logFile, 12)}`;
}
