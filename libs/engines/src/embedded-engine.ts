import { rmSync } from 'node:fs';
import type { EngineProcess } from './engine-process.js';
import { chosenPort, freePort } from './ports.js';
import type { RunningEngine } from './running.js';

/** A process that outlives the run that started it, and its port: a later run finds both again by the engine's folder. */
export interface LeftRunning {
  process: EngineProcess;
  port: number;
}

/** What the embedded engines have in common: one process, found again or started, which listens on a port and keeps all it has in one folder. */
export abstract class EmbeddedEngine implements RunningEngine {
  protected process: EngineProcess | undefined;
  protected listening = 0;
  private found = false;

  protected constructor(
    protected readonly folder: string,
    /** The port that it must listen on; undefined means that any will do. */
    private readonly wantedPort: number | undefined,
  ) {}

  /** What an earlier run left running in this folder. */
  protected abstract leftRunning(): LeftRunning | undefined;
  /** Starts the process, on the port of the last run when that is free, and waits until it answers. */
  protected abstract launch(): Promise<void>;
  /** Waits until the engine has answered a question of its own protocol. */
  protected abstract answered(): Promise<void>;
  /** In order, or not at all when it does not run. */
  abstract stop(): Promise<void>;

  get port(): number {
    return this.listening;
  }

  /** Process id of the engine; undefined while it does not run. */
  get pid(): number | undefined {
    return this.process?.isRunning() ? this.process.pid : undefined;
  }

  /** Whether the last start found the engine running already. */
  get takenOver(): boolean {
    return this.found;
  }

  async start(): Promise<void> {
    this.found = await this.takeOver();
    if (!this.found) await this.launch();
  }

  async kill(): Promise<void> {
    await this.process?.end('SIGKILL', 0);
  }

  pause(): Promise<void> {
    this.process?.signalAll('SIGSTOP');
    return Promise.resolve();
  }

  resume(): Promise<void> {
    this.process?.signalAll('SIGCONT');
    return Promise.resolve();
  }

  async remove(): Promise<void> {
    await this.resume(); // what stands still notices no end
    await this.kill();
    rmSync(this.folder, { recursive: true });
  }

  /** Ends the process, also one that an earlier run started. */
  protected async end(signal: NodeJS.Signals, timeoutMs: number): Promise<void> {
    this.process ??= this.leftRunning()?.process;
    await this.process?.end(signal, timeoutMs);
  }

  /** The port that it must have, or has had; otherwise that of an earlier run when it is free, or any. @throws Error with a sentence when it is taken */
  protected choosePort(engine: string, before: number | undefined): Promise<number> {
    const wanted = this.wantedPort ?? (this.listening || undefined);
    return wanted === undefined ? freePort(before) : chosenPort(wanted, engine);
  }

  /** Finds the engine that an earlier run left running in this folder; one on another port than the chosen is stopped. */
  private async takeOver(): Promise<boolean> {
    const left = this.leftRunning();
    if (!left) return false;
    this.process = left.process;
    if (this.wantedPort !== undefined && left.port !== this.wantedPort) {
      await this.stop();
      return false;
    }
    this.listening = left.port;
    try {
      await this.answered();
    } catch (error) {
      if (left.process.isRunning()) throw error;
      await left.process.gone(); // it was shutting down when it was found
      return false;
    }
    return true;
  }
}
