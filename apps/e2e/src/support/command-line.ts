import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE, SERVICES, type ServiceName } from '@polyphony/contracts';
import { databaseUrl, ownFolder, processExists, withClient } from '@polyphony/engines';
import { deleteTopics } from '@polyphony/messaging';
import { eventually, shortId, testEngines } from '@polyphony/testing';
import { environment } from '../config.js';

const PROGRAM = fileURLToPath(new URL('../../../cli/dist/main.js', import.meta.url));

/** A command that runs, and what it has printed so far. */
export interface RunningCommand {
  child: ChildProcess;
  printed(): string;
}

/** What a folder says of what runs in it. */
interface Remembered {
  owner: string;
  services: Record<ServiceName, { pid: number; url: string }>;
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
  services(): Remembered['services'] {
    return (JSON.parse(readFileSync(this.memory, 'utf8')) as Remembered).services;
  }

  /** As if the command that ran this folder were gone, and the system had given its process id to another. */
  giveOwnersIdTo(pid: number): void {
    const remembered = JSON.parse(readFileSync(this.memory, 'utf8')) as Remembered;
    writeFileSync(this.memory, JSON.stringify({ ...remembered, owner: remembered.owner.replace(/^\d+/, String(pid)) }));
  }

  private get memory(): string {
    return join(this.folder, 'running.json');
  }

  /** Resolves with the process ids of all four services once the command has started them. */
  async started(command: RunningCommand): Promise<number[]> {
    await eventually(() => expect(command.printed()).toMatch(/Services ready/), { timeoutMs: 90_000 });
    return SERVICES.map((service) => this.services()[service].pid);
  }

  /** Rows of a statement that the superuser runs. */
  sql(statement: string): Promise<Record<string, unknown>[]> {
    return withClient(databaseUrl(testEngines().databaseUrl, this.database).href, async (client) => {
      const { rows } = await client.query<Record<string, unknown>>(statement);
      return rows;
    });
  }

  /** Stops what runs, and leaves nothing behind on the engines or in the folder. */
  async remove(): Promise<void> {
    await this.run('down');
    const { databaseUrl: server, brokers } = testEngines();
    const topics = CATALOGUE.map(({ topic }) => this.prefix + topic);
    await deleteTopics({ brokers, clientId: 'stories' }, topics);
    await withClient(databaseUrl(server, 'postgres').href, (admin) =>
      admin.query(`DROP DATABASE IF EXISTS ${this.database} WITH (FORCE)`),
    );
    rmSync(this.folder, { recursive: true });
  }
}

export const living = (pids: number[]): number[] => pids.filter((pid) => processExists(pid));
