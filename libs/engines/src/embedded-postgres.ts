import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedEngine, type LeftRunning } from './embedded-engine.js';
import { EngineProcess, lastLines, untilAnswered } from './engine-process.js';
import { LOCALHOST } from './ports.js';
import { initialise, type PostgresPrograms, postgresPrograms, superuserUrl } from './postgres-programs.js';
import { assertEnterable, postgresUser, type SystemUser } from './postgres-user.js';
import { withClient } from './provision.js';
import type { RunningPostgres, StopMode } from './running.js';
import type { ServerCertificate } from './server-certificate.js';

export interface EmbeddedPostgresOptions {
  /** Holds the data, the log and the process id; created when missing. */
  folder: string;
  /** Absent means the port of the last run when that is free, else any free one. */
  port?: number;
  /** Whether a COMMIT waits for the disk; switched off only for data that nobody would miss. Default true. */
  durable?: boolean;
  /** Given, the server takes clients by TLS only. */
  certificate?: ServerCertificate;
}

/** Whoever comes without TLS is not let in, whatever the password. */
const TLS_ONLY = 'hostssl all all 127.0.0.1/32 scram-sha-256\n';

/** PostgreSQL 18 from the npm binaries: prepares the data folder at the first start, then runs `postgres` itself. */
export class EmbeddedPostgres extends EmbeddedEngine implements RunningPostgres {
  private readonly data: string;
  private readonly pidFile: string;
  private readonly logFile: string;

  private constructor(
    folder: string,
    private readonly programs: PostgresPrograms,
    private readonly user: SystemUser | undefined,
    private readonly options: EmbeddedPostgresOptions,
  ) {
    super(folder, options.port);
    this.data = join(folder, 'data');
    this.pidFile = join(this.data, 'postmaster.pid');
    this.logFile = join(folder, 'postgres.log');
  }

  /** Prepares the folder and starts the server, or takes over the one that still runs there. */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const server = await EmbeddedPostgres.in(options);
    await server.start();
    return server;
  }

  /** The server of that folder, running or not. */
  static async in(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const user = postgresUser();
    const folder = resolve(options.folder);
    mkdirSync(folder, { recursive: true });
    const programs = await postgresPrograms();
    if (user) {
      assertEnterable(join(realpathSync(folder), 'data'), user);
      assertEnterable(programs.postgres, user);
    }
    return new EmbeddedPostgres(folder, programs, user, options);
  }

  get url(): string {
    const url = superuserUrl(LOCALHOST, this.port);
    const ca = encodeURIComponent(join(this.folder, 'ca.pem'));
    return this.options.certificate ? `${url}?sslmode=verify-full&sslrootcert=${ca}` : url;
  }

  override async start(): Promise<void> {
    const { folder, data, user } = this;
    const durable = this.options.durable ?? true;
    if (!existsSync(data)) await initialise(this.programs, { folder, data, durable, user });
    await super.start();
  }

  async stop(mode: StopMode = 'fast'): Promise<void> {
    await this.end(mode === 'fast' ? 'SIGINT' : 'SIGQUIT', 15_000);
  }

  async restart(mode: StopMode = 'fast'): Promise<void> {
    await this.stop(mode);
    await this.start();
  }

  protected leftRunning(): LeftRunning | undefined {
    if (!existsSync(this.pidFile)) return undefined;
    const lines = readFileSync(this.pidFile, 'utf8').split('\n');
    const process = EngineProcess.find(Number(lines[0]), this.data);
    return process && { process, port: Number(lines[3]) };
  }

  protected async launch(): Promise<void> {
    // Of a server that has not ended in order; its process id may be another's by now.
    rmSync(this.pidFile, { force: true });
    const portFile = join(this.folder, 'port');
    const before = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined;
    this.listening = await this.choosePort('PostgreSQL', before);
    const deadline = Date.now() + 15_000;
    for (;;) {
      this.process = await EngineProcess.start(
        {
          command: this.programs.postgres,
          args: ['-D', this.data, ...this.settings()],
          logFile: this.logFile,
          cwd: this.data,
          ...this.user,
        },
        this.data,
      );
      try {
        await this.answered();
        break;
      } catch (error) {
        // After kill -9 of the postmaster its children need a moment to notice and to free the shared memory.
        const children = /still in use|already exists/.test(lastLines(this.logFile));
        if (!children || Date.now() > deadline) throw error;
      }
      await pause(100);
    }
    writeFileSync(portFile, String(this.port));
  }

  private settings(): string[] {
    const durable = this.options.durable ?? true;
    const settings = {
      listen_addresses: LOCALHOST,
      port: this.port,
      unix_socket_directories: '',
      max_connections: 200,
      fsync: durable ? 'on' : 'off',
      synchronous_commit: durable ? 'on' : 'off',
      full_page_writes: durable ? 'on' : 'off',
      ...this.tls(),
    };
    return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  }

  private tls(): Record<string, string> {
    if (!this.options.certificate) return {};
    const { certificate, key, ca } = this.options.certificate;
    const contents = { 'ca.pem': ca, 'certificate.pem': certificate, 'key.pem': key, 'pg_hba.conf': TLS_ONLY };
    const at = (name: keyof typeof contents): string => join(this.folder, name);
    for (const [name, content] of Object.entries(contents)) {
      writeFileSync(at(name as keyof typeof contents), content, { mode: 0o600 });
      if (this.user) chownSync(at(name as keyof typeof contents), this.user.uid, this.user.gid);
    }
    return {
      ssl: 'on',
      ssl_cert_file: at('certificate.pem'),
      ssl_key_file: at('key.pem'),
      hba_file: at('pg_hba.conf'),
    };
  }

  protected async answered(): Promise<void> {
    const patience = { connectionTimeoutMillis: 2_000, query_timeout: 2_000 };
    const ask = () => withClient(this.url, async (client) => void (await client.query('SELECT 1')), patience);
    try {
      await untilAnswered(ask, { timeoutMs: 30_000, stillPossible: () => this.pid !== undefined });
    } catch (error) {
      throw new Error(`PostgreSQL did not start; see ${this.logFile}:\n${lastLines(this.logFile)}`, { cause: error });
    }
  }
}
