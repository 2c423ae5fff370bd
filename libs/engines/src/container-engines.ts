import type { StartedTestContainer } from 'testcontainers';
import { brokersAnswer } from '@polyphony/messaging';
import { SUPERUSER, superuserUrl } from './postgres-programs.js';
import { untilAnswered } from './engine-process.js';
import { KAFKA_VERSION } from './kafka-jars.js';
import { QUICK, SINGLE_NODE, SMALL } from './kafka-settings.js';
import { freePort } from './ports.js';
import type { RunningEngine, RunningKafka, RunningPostgres, StopMode } from './running.js';
import { withClient } from './provision.js';

/** The images, here and in docker-compose.yml. */
export const POSTGRES_IMAGE = 'postgres:18';
export const KAFKA_IMAGE = `apache/kafka:${KAFKA_VERSION}`;

const STARTUP_MS = 120_000;

/** Loaded when it is needed: every spec file imports this library, and few start a container. */
const testcontainers = () => import('testcontainers');

async function containerRuntime() {
  return (await testcontainers()).getContainerRuntimeClient();
}

/** Whether a Docker engine answers, and the optional library that asks it is installed. */
export async function dockerAnswers(): Promise<boolean> {
  try {
    await containerRuntime();
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' || /container runtime/.test(message)) return false;
    throw error;
  }
}

/** An engine in a container, whose program can be stopped, killed and started again without losing its data or its port. */
abstract class ContainerEngine implements RunningEngine {
  protected constructor(private readonly container: StartedTestContainer) {}

  abstract stop(): Promise<void>;
  /** One question in the engine's own protocol; throws until it is answered. */
  protected abstract ask(): Promise<void>;

  async start(): Promise<void> {
    const handle = await this.handle();
    if (!(await handle.inspect()).State.Running) await handle.start();
    await this.answered();
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async pause(): Promise<void> {
    await (await this.handle()).pause();
  }

  async resume(): Promise<void> {
    const handle = await this.handle();
    if ((await handle.inspect()).State.Paused) await handle.unpause();
  }

  async remove(): Promise<void> {
    await this.resume();
    await this.container.stop();
  }

  protected async end(signal: NodeJS.Signals): Promise<void> {
    const handle = await this.handle();
    if (!(await handle.inspect()).State.Running) return;
    await handle.kill({ signal });
    await handle.wait({ condition: 'not-running' });
  }

  protected async answered(): Promise<void> {
    await untilAnswered(() => this.ask(), { timeoutMs: STARTUP_MS, stillPossible: () => true });
  }

  private async handle() {
    return (await containerRuntime()).container.getById(this.container.getId());
  }
}

/** PostgreSQL 18 in a container. */
export class ContainerPostgres extends ContainerEngine implements RunningPostgres {
  private constructor(
    container: StartedTestContainer,
    readonly url: string,
  ) {
    super(container);
  }

  static async start(options: { port?: number; durable?: boolean } = {}): Promise<ContainerPostgres> {
    const port = options.port ?? (await freePort());
    const durable = options.durable ?? true;
    const settings = ['max_connections=200', ...(durable ? [] : ['fsync=off', 'synchronous_commit=off'])];
    const { GenericContainer, Wait } = await testcontainers();
    const container = await new GenericContainer(POSTGRES_IMAGE)
      .withEnvironment({ POSTGRES_USER: SUPERUSER.user, POSTGRES_PASSWORD: SUPERUSER.password })
      .withExposedPorts({ container: 5432, host: port }) // fixed, so that the URL outlives a restart
      .withCommand(['postgres', ...settings.flatMap((setting) => ['-c', setting])])
      .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2)) // the first belongs to the preparation
      .withStartupTimeout(STARTUP_MS)
      .start();
    return new ContainerPostgres(container, superuserUrl(container.getHost(), port));
  }

  async stop(mode: StopMode = 'fast'): Promise<void> {
    await this.end(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  }

  async restart(mode: StopMode = 'fast'): Promise<void> {
    await this.stop(mode);
    await this.start();
  }

  protected ask(): Promise<void> {
    return withClient(this.url, async (client) => void (await client.query('SELECT 1')));
  }
}

/** A Kafka broker of one node in a container. */
export class ContainerKafka extends ContainerEngine implements RunningKafka {
  private constructor(
    container: StartedTestContainer,
    readonly brokers: string[],
  ) {
    super(container);
  }

  static async start(options: { port?: number } = {}): Promise<ContainerKafka> {
    const port = options.port ?? (await freePort());
    const { host } = (await containerRuntime()).info.containerRuntime;
    const { GenericContainer, Wait } = await testcontainers();
    const container = await new GenericContainer(KAFKA_IMAGE)
      .withEnvironment(brokerEnvironment(`${host}:${port}`))
      .withExposedPorts({ container: 9092, host: port }) // the broker tells its clients this address
      .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
      .withStartupTimeout(STARTUP_MS)
      .start();
    const broker = new ContainerKafka(container, [`${host}:${port}`]);
    await broker.answered();
    return broker;
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  protected ask(): Promise<void> {
    return brokersAnswer({ brokers: this.brokers, clientId: 'engines' });
  }
}

/** The settings in the form that the image takes: `node.id` is `KAFKA_NODE_ID`. */
function brokerEnvironment(address: string): Record<string, string> {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': '1@localhost:9093',
    'controller.listener.names': 'CONTROLLER',
    listeners: 'PLAINTEXT://:9092,CONTROLLER://:9093',
    'advertised.listeners': `PLAINTEXT://${address}`,
    ...SINGLE_NODE,
    ...QUICK,
    ...SMALL,
  };
  const names = (name: string) => `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`;
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [names(name), String(value)]));
}
