import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import {
  chosenPort,
  EngineProcess,
  freePort,
  provision,
  startEngines,
  stopEngines,
  type Engines,
} from '@polyphony/engines';
import type { CliConfig } from '../config.js';
import { givenEngines, naming } from './reach.js';
import { forgetRunning, livingOwner, readRunning, stopRemembered, writeRunning, type Running } from './running.js';
import { runVerb, type EngineAddresses } from './service-program.js';
import { ServiceProcess } from './service-process.js';
import { createMissingTopics } from './topics.js';

const USUAL_PORT = 4001;
/** Longer than services and engines together are given by the command that runs them. */
const OWNER_MS = 60_000;

export interface StartOptions {
  config: CliConfig;
  /** Leaves engines and services running when this process ends. */
  background?: boolean;
  /** Told what is being done. */
  log: (line: string) => void;
  /** Aborted by Ctrl-C: nothing further is started. */
  interrupted: AbortSignal;
}

/** Engines and all four services, ready. */
export class Platform {
  private constructor(
    private readonly config: CliConfig,
    private readonly engines: Engines,
    private readonly services: ServiceProcess[],
    private readonly background: boolean,
  ) {}

  /**
   * Engines, schemas, topics, services, in this order. What was started is stopped again when a step fails.
   * @throws Error with a sentence when this folder runs already, or a service does not start
   */
  static async start(options: StartOptions): Promise<Platform> {
    const { config, log, background, interrupted } = options;
    await clear(config);
    log('Starting engines');
    const engines = await startEngines({ ...engineOptions(config, log), keepRunning: background });
    const platform = new Platform(config, engines, [], background ?? false);
    try {
      platform.remember();
      if (background && engines.kind === 'containers')
        throw new Error('Containers end with the command that started them: use "start", or docker compose.');
      interrupted.throwIfAborted();
      log('Preparing schemas and topics');
      await naming(config, engines, () =>
        Promise.all([migrateAll(config, engines), createMissingTopics(config, engines.brokers)]),
      );
      interrupted.throwIfAborted();
      log('Starting services');
      await platform.startServices();
      interrupted.throwIfAborted();
    } catch (error) {
      await platform.stop();
      if (background) await stopEngines({ env: config.env, folder: enginesFolder(config) });
      throw error;
    }
    return platform;
  }

  /** What runs and where; of a background platform nobody is the owner. */
  running(): Running {
    const { kind, databaseUrl, brokers } = this.engines;
    const services = this.services.map(({ service, pid, url, logFile }) => [service, { pid, url, logFile }] as const);
    return {
      ...(this.background ? {} : { owner: EngineProcess.ownStamp() }),
      engines: { kind, databaseUrl, brokers },
      services: Object.fromEntries(services),
    };
  }

  /** Resolves with a sentence when a service ends by itself. */
  died(): Promise<string> {
    return Promise.race(this.services.map((service) => service.died()));
  }

  /** Lets this process end while everything runs on. */
  release(): void {
    for (const service of this.services) service.release();
  }

  /** Services first, so that they finish their work on living engines. */
  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    forgetRunning(this.config.folder);
    await this.engines.stop();
  }

  private async startServices(): Promise<void> {
    // All are awaited even when one fails, so that every one that did start is known and stopped.
    await everyOne(
      SERVICES.map(async (service, at) => {
        this.services.push(await this.startService(service, at));
        this.remember();
      }),
    );
  }

  /** After every step, so that a command which is killed leaves nothing that the next one does not know. */
  private remember(): void {
    writeRunning(this.config.folder, this.running());
  }

  private async startService(service: ServiceName, at: number): Promise<ServiceProcess> {
    const { config, engines } = this;
    try {
      return await ServiceProcess.start({ service, port: await portFor(at, config) }, config, engines);
    } catch (error) {
      // Another copy may take the usual port between our look and the service's start.
      if (config.portBase !== undefined || !/EADDRINUSE/.test((error as Error).message)) throw error;
      return ServiceProcess.start({ service, port: 0 }, config, engines);
    }
  }
}

/** Engines for one operator's command: those that run in this folder, else started and stopped again. */
export async function withEngines<T>(config: CliConfig, work: (engines: EngineAddresses) => Promise<T>): Promise<T> {
  const running = readRunning(config.folder);
  if (running) return naming(config, running.engines, () => work(running.engines));
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  if (!givenEngines(config.env)) tell(`Nothing runs in ${config.folder}: starting engines for this command only`);
  const engines = await startEngines(engineOptions(config, tell));
  try {
    return await naming(config, engines, async () => {
      await provision(engines.databaseUrl, config.database, [...SERVICES], config.passwords);
      return work(engines);
    });
  } finally {
    await engines.stop();
  }
}

/** Schemas and roles, then the migrations of each service; returns what each ran. */
export async function migrateAll(config: CliConfig, engines: EngineAddresses): Promise<Record<ServiceName, string[]>> {
  await provision(engines.databaseUrl, config.database, [...SERVICES], config.passwords);
  // All are awaited even when one fails: a migration outlives nobody's engines.
  const ran = await everyOne(
    SERVICES.map(async (service) => {
      const answer = await runVerb<{ ran: string[] }>(service, ['migrate'], config, engines);
      return [service, answer.ran] as const;
    }),
  );
  return Object.fromEntries(ran) as Record<ServiceName, string[]>;
}

/** Stops whatever runs in this folder: after `up`, in another terminal, or left behind. @returns the services that ran */
export async function stopAll(config: CliConfig): Promise<ServiceName[]> {
  const running = readRunning(config.folder);
  const owner = running && livingOwner(running);
  await owner?.end('SIGTERM', OWNER_MS);
  const left = await stopRemembered(config.folder);
  await stopEngines({ env: config.env, folder: enginesFolder(config) });
  return owner ? [...SERVICES] : left;
}

/** Makes sure that nothing runs in this folder: services whose owner was killed are stopped. */
async function clear(config: CliConfig): Promise<void> {
  mkdirSync(config.folder, { recursive: true });
  const running = readRunning(config.folder);
  const owner = running && livingOwner(running);
  if (running && (running.owner === undefined || owner))
    throw new Error(
      `Polyphony runs in ${config.folder} already: ` +
        (owner ? `process ${owner.pid} runs it` : 'stop it with "down"') +
        ', or set POLYPHONY_FOLDER to another folder.',
    );
  await stopRemembered(config.folder);
}

function engineOptions(config: CliConfig, log: (line: string) => void) {
  const { env, postgresPort, kafkaPort } = config;
  return { env, folder: enginesFolder(config), postgresPort, kafkaPort, log };
}

function enginesFolder(config: CliConfig): string {
  return join(config.folder, 'engines');
}

/** The chosen port of the service at this place of the list, the usual one where it is free, else any. */
function portFor(at: number, { portBase }: CliConfig): Promise<number> {
  return portBase === undefined ? freePort(USUAL_PORT + at) : chosenPort(portBase + at, SERVICES[at]!);
}

/** Waits for all of them to settle before it throws the first failure. */
async function everyOne<T>(all: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(all);
  return Promise.all(all);
}
