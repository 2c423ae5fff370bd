import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { ownFolder, processExists } from '@polyphony/engines';
import { eventually, shortId, testEngines } from '@polyphony/testing';
import { environment } from '../config.js';

const PROGRAM = fileURLToPath(new URL('../../../cli/dist/main.js', import.meta.url));

/** A command that runs, and what it has printed so far. */
export interface RunningCommand {
  child: ChildProcess;
  printed(): string;
}

/** The command line on a folder, a database and topics of its own. */
export class CommandLine {
  readonly folder = ownFolder();
  readonly database = `story_${shortId()}`;
  readonly prefix = `t${shortId()}.`;

  /** What else the services are told. */
  env: NodeJS.ProcessEnv = {};

  start(...args: string[]): RunningCommand {
    const { databaseUrl, brokers } = testEngines();
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: {
        PATH: environment()['PATH'],
        DATABASE_URL: databaseUrl,
        KAFKA_BROKERS: brokers.join(','),
        POLYPHONY_FOLDER: this.folder,
        POLYPHONY_DATABASE: this.database,
        POLYPHONY_TOPIC_PREFIX: this.prefix,
        ...this.env,
      },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += String(chunk)));
    return { child, printed: () => printed };
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<{ code: number | null; printed: string }> {
    const command = this.start(...args);
    const [code] = (await once(command.child, 'close')) as [number | null];
    return { code, printed: command.printed() };
  }

  /** The services that the folder remembers. */
  services(): Record<ServiceName, { pid: number; url: string }> {
    const running = JSON.parse(readFileSync(join(this.folder, 'running.json'), 'utf8')) as {
      services: Record<ServiceName, { pid: number; url: string }>;
    };
    return running.services;
  }

  /** Resolves with the process ids of all four services once the command has started them. */
  async started(command: RunningCommand): Promise<number[]> {
    await eventually(() => expect(command.printed()).toMatch(/Services ready/), { timeoutMs: 90_000 });
    return SERVICES.map((service) => this.services()[service].pid);
  }
}

export const living = (pids: number[]): number[] => pids.filter((pid) => processExists(pid));
