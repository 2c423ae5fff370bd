import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedKafka } from './embedded-kafka.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { ContainerKafka, ContainerPostgres, dockerAnswers } from './container-engines.js';
import { javaIsFound } from './java.js';
import { withLock } from './lock.mjs';
import { type EngineChoice, pickEngines } from './pick-engines.js';
import { ownStamp, stampedRuns } from './process-stamp.mjs';
import { bothRunning } from './running.js';

/** Both engines, answering. */
export interface Engines {
  kind: EngineChoice['kind'];
  /** The superuser's URL of the maintenance database. */
  databaseUrl: string;
  brokers: string[];
  /** Stops what this process is responsible for: not given engines, nor those that another living process started. */
  stop(): Promise<void>;
}

export interface StartEnginesOptions {
  env: NodeJS.ProcessEnv;
  /** Data of embedded engines; each folder is a copy of its own. Containers keep theirs inside. */
  folder: string;
  postgresPort?: number;
  kafkaPort?: number;
  /** False for data that nobody would miss: PostgreSQL does not wait for the disk. Default true. */
  durable?: boolean;
  /** Leaves embedded engines running for later runs in this folder; {@link stopEngines} ends them. */
  keepRunning?: boolean;
  /** Told what takes long. */
  log?: (line: string) => void;
}

/** Engines by the one rule, see `pickEngines`. */
export async function startEngines(options: StartEnginesOptions): Promise<Engines> {
  const machine = { hasJava: () => javaIsFound(options.env), hasDocker: dockerAnswers };
  const choice = await pickEngines(options.env, machine);
  if (choice.kind === 'given') return { ...choice, stop: () => Promise.resolve() };
  if (choice.kind === 'containers') return startContainers(options);
  return alone(options, () => startEmbedded(options));
}

/** Starts or stops in a folder while nobody else does. */
function alone<T>({ folder, log }: StartEnginesOptions, work: () => Promise<T>): Promise<T> {
  return withLock(join(resolve(folder), 'starting.lock'), work, log ?? (() => undefined));
}

/** Stops the embedded engines of a folder, whoever started them. */
export async function stopEngines(options: { env: NodeJS.ProcessEnv; folder: string }): Promise<void> {
  if (!existsSync(options.folder)) return;
  const postgres = join(options.folder, 'postgres');
  const kafka = join(options.folder, 'kafka');
  if (existsSync(postgres)) await (await EmbeddedPostgres.in({ folder: postgres })).stop();
  if (existsSync(kafka)) await (await EmbeddedKafka.in({ folder: kafka, env: options.env })).stop();
  rmSync(ownerFile(options.folder), { force: true });
}

const KEPT = 'kept';

/** Holds the stamp of the process that stops the engines of this folder, or that nobody does. */
function ownerFile(folder: string): string {
  return join(folder, 'owner');
}

/** Whether the engines that run in this folder are somebody else's to stop. */
function ownedByAnother(folder: string): boolean {
  const file = ownerFile(folder);
  if (!existsSync(file)) return false;
  const owner = readFileSync(file, 'utf8');
  return owner === KEPT || (owner !== ownStamp() && stampedRuns(owner));
}

async function startEmbedded(options: StartEnginesOptions): Promise<Engines> {
  const { env, folder, log, durable } = options;
  const postgresFolder = join(folder, 'postgres');
  const [postgres, kafka] = await bothRunning(
    EmbeddedPostgres.start({ folder: postgresFolder, port: options.postgresPort, durable }),
    EmbeddedKafka.start({ folder: join(folder, 'kafka'), port: options.kafkaPort, env, log }),
    (engine) => engine.stop(),
  );
  const borrowed = ownedByAnother(folder) && postgres.takenOver && kafka.takenOver;
  if (!borrowed || options.keepRunning) writeFileSync(ownerFile(folder), options.keepRunning ? KEPT : ownStamp());
  const stop = async () => {
    if (borrowed || options.keepRunning) return;
    // Whoever starts in this folder meanwhile waits, for what is shutting down still answers for a while.
    await alone(options, async () => {
      await Promise.all([postgres.stop(), kafka.stop()]);
      rmSync(ownerFile(folder), { force: true });
    });
  };
  return { kind: 'embedded', databaseUrl: postgres.url, brokers: kafka.brokers, stop };
}

async function startContainers(options: StartEnginesOptions): Promise<Engines> {
  const [postgres, kafka] = await bothRunning(
    ContainerPostgres.start({ port: options.postgresPort, durable: options.durable }),
    ContainerKafka.start({ port: options.kafkaPort }),
    (engine) => engine.remove(),
  );
  const stop = async () => void (await Promise.all([postgres.remove(), kafka.remove()]));
  return { kind: 'containers', databaseUrl: postgres.url, brokers: kafka.brokers, stop };
}
