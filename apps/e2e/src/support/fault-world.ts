import { rmSync } from 'node:fs';
import {
  bothRunning,
  databaseUrl,
  freePort,
  ownFolder,
  provision,
  schemaOf,
  serviceUrls,
  startOwnKafka,
  startOwnPostgres,
  type RunningKafka,
  type RunningPostgres,
} from '@polyphony/engines';
import { catalogueTopics, createTopics } from '@polyphony/messaging';
import { testIssuer } from '@polyphony/testing';
import { Pool, type QueryResultRow } from 'pg';
import { environment } from '../config.js';
import { runVerb, ServiceProcess, type ProgramName } from './service-process.js';

const DATABASE = 'polyphony';
/** Short, so that a killed member is replaced soon. */
const SESSION_TIMEOUT_MS = 6_000;

/** Engines and service processes of one fault spec, all of which may be killed. */
export class FaultWorld {
  private readonly processes = new Set<ServiceProcess>();
  private readonly ports = new Map<ProgramName, number>();

  private constructor(
    readonly postgres: RunningPostgres,
    readonly kafka: RunningKafka,
    private readonly pool: Pool,
    private readonly identity: NodeJS.ProcessEnv,
    private readonly folder: string,
    private readonly settings: NodeJS.ProcessEnv,
  ) {}

  /** @param settings what all services are told besides */
  static async create(services: ProgramName[], settings: NodeJS.ProcessEnv = {}): Promise<FaultWorld> {
    const folder = ownFolder();
    const env = environment();
    const [postgres, kafka] = await bothRunning(
      startOwnPostgres({ env, folder: `${folder}/postgres` }),
      startOwnKafka({ env, folder: `${folder}/kafka` }),
      (engine) => engine.remove(),
    );
    const pool = new Pool({ connectionString: databaseUrl(postgres.url, DATABASE).href, max: 4 });
    // The server is going to die under these connections; the next query takes a new one.
    pool.on('error', () => undefined);
    const world = new FaultWorld(postgres, kafka, pool, (await testIssuer()).environment, folder, settings);
    try {
      await world.prepare(services);
    } catch (error) {
      await world.remove();
      throw error;
    }
    return world;
  }

  private async prepare(services: ProgramName[]): Promise<void> {
    await provision(this.postgres.url, DATABASE, services);
    for (const service of services) this.ports.set(service, await freePort());
    await Promise.all([
      createTopics({ brokers: this.kafka.brokers, clientId: 'faults' }, catalogueTopics()),
      ...services.map((service) => runVerb(service, ['migrate'], this.envOf(service))),
    ]);
  }

  /** Starts a service; `fixedPort` gives it the same port after every restart; `settings` are what it is told besides. */
  async start(service: ProgramName, fixedPort = true, settings: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
    const env = { ...this.envOf(service), PORT: String(fixedPort ? this.ports.get(service) : 0), ...settings };
    const process = await ServiceProcess.start(service, env);
    this.processes.add(process);
    return process;
  }

  urlOf(service: ProgramName): string {
    return `http://127.0.0.1:${this.ports.get(service)}`;
  }

  /** Rows, as superuser, in the schema of a service. */
  async query<Row extends QueryResultRow>(service: ProgramName, sql: string, params: unknown[] = []): Promise<Row[]> {
    const client = await this.pool.connect();
    try {
      await client.query(`SET search_path = ${schemaOf(service)}`);
      return (await client.query<Row>(sql, params)).rows;
    } finally {
      client.release();
    }
  }

  /** Runs `work` while a statement of the superuser holds its locks. */
  async holding<T>(service: ProgramName, lock: string, work: (locked: number) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query(`SET search_path = ${schemaOf(service)}`);
      await client.query('BEGIN');
      const { rowCount } = await client.query(lock);
      return await work(rowCount ?? 0);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  async remove(): Promise<void> {
    await Promise.all([...this.processes].map((process) => process.kill()));
    await this.pool.end();
    await Promise.all([this.postgres.remove(), this.kafka.remove()]);
    rmSync(this.folder, { recursive: true });
  }

  private envOf(service: ProgramName): NodeJS.ProcessEnv {
    const urls = serviceUrls(this.postgres.url, DATABASE, service);
    return {
      PATH: environment()['PATH'],
      DATABASE_URL: urls.runtime,
      DATABASE_OWNER_URL: urls.owner,
      KAFKA_BROKERS: this.kafka.brokers.join(','),
      KAFKA_SESSION_TIMEOUT_MS: String(SESSION_TIMEOUT_MS),
      ...this.identity,
      ...this.settings,
    };
  }
}
