import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brokersAnswer, type KafkaOptions } from '@polyphony/messaging';
import { EmbeddedEngine, type LeftRunning } from './embedded-engine.js';
import { EngineProcess, lastLines, untilAnswered } from './engine-process.js';
import { javaCommand } from './java.js';
import { KAFKA_PROJECT, kafkaJars, SHARED_JARS } from './kafka-jars.js';
import { serverProperties, type SecuredBroker } from './kafka-settings.js';
import { freePort, LOCALHOST } from './ports.js';
import type { RunningKafka } from './running.js';
import type { ServerCertificate } from './server-certificate.js';

const run = promisify(execFile);

const HEAP = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

export interface EmbeddedKafkaOptions {
  /** Holds the data, the configuration, the log and the process id; created when missing. */
  folder: string;
  /** Absent means the port of the last run when that is free, else any free one. */
  port?: number;
  /** Absent means that whoever connects may do everything; the same at every start in a folder. */
  secured?: KafkaUsers;
  env: NodeJS.ProcessEnv;
  log?: (line: string) => void;
}

/** A broker that takes clients by TLS and SCRAM-SHA-512 only, and binds all but the first by ACLs. */
export interface KafkaUsers {
  certificate: ServerCertificate;
  /** Passwords by name; the first is the administrator. */
  users: Record<string, string>;
}

/** What the folder remembers between runs. */
interface Remembered {
  pid: number;
  port: number;
  controllerPort: number;
}

/** Apache Kafka in KRaft mode, one node, run by Java: formats its folder at the first start. */
export class EmbeddedKafka extends EmbeddedEngine implements RunningKafka {
  private readonly data: string;
  private readonly properties: string;
  private readonly logFile: string;

  private constructor(
    private readonly options: EmbeddedKafkaOptions,
    private readonly jars: string,
  ) {
    super(resolve(options.folder), options.port);
    this.data = join(this.folder, 'data');
    this.properties = join(this.folder, 'server.properties');
    this.logFile = join(this.folder, 'broker.log');
  }

  /** Starts the broker, or takes over the one that still runs in that folder. */
  static async start(options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
    const broker = await EmbeddedKafka.in(options);
    await broker.start();
    return broker;
  }

  /** The broker of that folder, running or not. */
  static async in(options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
    mkdirSync(options.folder, { recursive: true });
    return new EmbeddedKafka(options, await kafkaJars(SHARED_JARS, options.log ?? (() => undefined)));
  }

  get brokers(): string[] {
    return [`${LOCALHOST}:${this.port}`];
  }

  /** How a user of a secured broker reaches it, by default its administrator. */
  optionsOf(user = Object.keys(this.options.secured?.users ?? {})[0]): KafkaOptions {
    const { brokers } = this;
    const { secured } = this.options;
    if (!secured || user === undefined) return { brokers, clientId: 'engines' };
    const sasl = { mechanism: 'scram-sha-512', username: user, password: secured.users[user]! } as const;
    return { brokers, clientId: user, security: { ssl: { ca: secured.certificate.ca }, sasl } };
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM', 20_000);
  }

  protected leftRunning(): LeftRunning | undefined {
    const before = this.remembered();
    const process = before && EngineProcess.find(before.pid, this.properties);
    return process && { process, port: before.port };
  }

  protected async launch(): Promise<void> {
    const before = this.remembered();
    this.listening = await this.choosePort('Kafka', before?.port);
    const controllerPort = await freePort(before?.controllerPort);
    const { port, data: logFolder } = this;
    writeFileSync(this.properties, serverProperties({ port, controllerPort, logFolder, secured: this.secured() }));
    await this.format();
    const args = [...HEAP, ...this.java(), 'kafka.Kafka', this.properties];
    const { env } = this.options;
    this.process = await EngineProcess.start(
      { command: javaCommand(env), args, logFile: this.logFile, cwd: this.folder, env },
      this.properties,
    );
    this.remember({ pid: this.process.pid, port, controllerPort });
    await this.answered();
  }

  private secured(): SecuredBroker | undefined {
    const { secured } = this.options;
    if (!secured) return undefined;
    const { key, certificate, ca } = secured.certificate;
    const [name, password] = Object.entries(secured.users)[0]!;
    const keyStore = join(this.folder, 'key.pem');
    const trustStore = join(this.folder, 'ca.pem');
    writeFileSync(keyStore, key + certificate, { mode: 0o600 });
    writeFileSync(trustStore, ca);
    return { keyStore, trustStore, administrator: { name, password } };
  }

  /** Java's options for any of Kafka's programs. */
  private java(): string[] {
    const logging = `-Dlog4j2.configurationFile=${join(KAFKA_PROJECT, 'log4j2.properties')}`;
    return [logging, '-cp', join(this.jars, '*')];
  }

  /** Kafka writes `meta.properties` last: without it the folder is new, or its formatting was interrupted. */
  private async format(): Promise<void> {
    if (existsSync(join(this.data, 'meta.properties'))) return;
    rmSync(this.data, { recursive: true, force: true });
    const id = randomBytes(16).toString('base64url').replace(/^-/, 'A');
    const args = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...this.java(), 'kafka.tools.StorageTool'];
    const { env } = this.options;
    const users = Object.entries(this.options.secured?.users ?? {}).flatMap(([name, password]) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=${password}]`,
    ]);
    await run(javaCommand(env), [...args, 'format', '-t', id, '-c', this.properties, ...users], { env });
  }

  protected async answered(): Promise<void> {
    const ask = () => brokersAnswer(this.optionsOf());
    try {
      await untilAnswered(ask, { timeoutMs: 60_000, stillPossible: () => this.pid !== undefined });
    } catch (error) {
      throw new Error(`Kafka did not start; see ${this.logFile}:\n${lastLines(this.logFile)}`, { cause: error });
    }
  }

  private get memory(): string {
    return join(this.folder, 'broker.json');
  }

  private remembered(): Remembered | undefined {
    return existsSync(this.memory) ? (JSON.parse(readFileSync(this.memory, 'utf8')) as Remembered) : undefined;
  }

  private remember(run: Remembered): void {
    writeFileSync(this.memory, JSON.stringify(run));
  }
}
