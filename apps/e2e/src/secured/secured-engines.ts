import { rmSync } from 'node:fs';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import {
  bothRunning,
  databaseUrl,
  EmbeddedKafka,
  EmbeddedPostgres,
  ownFolder,
  serviceUrls,
  withClient,
  type ServerCertificate,
} from '@polyphony/engines';
import { testIssuer, TestAuthority } from '@polyphony/testing';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
  type AclEntry,
} from 'kafkajs';
import type { QueryResultRow } from 'pg';
import { environment } from '../config.js';
import { Manifests } from '../deployment/manifests.js';
import type { KafkaUser } from '../deployment/kafka-access.js';
import { CommandLine } from '../support/command-line.js';
import { ServiceProcess } from '../support/service-process.js';

const ADMINISTRATOR = 'administrator';
/** May log in, and is allowed nothing. */
export const STRANGER = 'stranger';

/** Engines that take nobody without TLS and a password, with the rights that the manifests give to each service. */
export class SecuredEngines {
  private readonly processes: ServiceProcess[] = [];

  private constructor(
    readonly cli: CommandLine,
    private readonly folder: string,
    private readonly certificate: ServerCertificate,
    private readonly postgres: EmbeddedPostgres,
    private readonly kafka: EmbeddedKafka,
    private readonly users: Record<string, string>,
    private readonly identity: NodeJS.ProcessEnv,
  ) {}

  /** Schemas and topics are made by the command line, as an operator makes them. */
  static async start(): Promise<SecuredEngines> {
    const folder = ownFolder();
    const certificate = new TestAuthority().certificate();
    const names = [ADMINISTRATOR, ...SERVICES, STRANGER];
    const users = Object.fromEntries(names.map((name) => [name, `password-of-${name}`]));
    const [postgres, kafka] = await bothRunning(
      EmbeddedPostgres.start({ folder: `${folder}/postgres`, certificate, durable: false }),
      EmbeddedKafka.start({ folder: `${folder}/kafka`, env: environment(), secured: { certificate, users } }),
      (engine) => engine.remove(),
    );
    const { environment: identity } = await testIssuer();
    const engines = new SecuredEngines(new CommandLine(), folder, certificate, postgres, kafka, users, identity);
    await engines.prepare();
    return engines;
  }

  /** Of the command line, which speaks to Kafka as the administrator. */
  operator(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.postgres.url,
      POLYPHONY_TOPIC_PREFIX: '',
      ...this.identity,
      ...this.kafkaOf(ADMINISTRATOR),
      ...changes,
    };
  }

  /** What tells a user how to reach Kafka. */
  kafkaOf(user: string): NodeJS.ProcessEnv {
    return {
      KAFKA_BROKERS: this.kafka.brokers.join(','),
      KAFKA_TLS_CA: this.certificate.ca,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD: this.users[user],
    };
  }

  /** The address of a service's schema for its running service. */
  databaseOf(service: ServiceName): URL {
    return new URL(serviceUrls(this.postgres.url, this.cli.database, service).runtime);
  }

  /** Starts a service with what it needs and these changes. @throws Error with its output when it ends instead */
  async service(service: ServiceName, changes: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
    const process = await ServiceProcess.start(service, {
      PATH: environment()['PATH'],
      DATABASE_URL: this.databaseOf(service).href,
      ...this.identity,
      ...this.kafkaOf(service),
      ...changes,
    });
    this.processes.push(process);
    return process;
  }

  /** Kafka as somebody with this name and password sees it. */
  client(user: string): Kafka {
    const { brokers, security } = this.kafka.optionsOf(user);
    return new Kafka({ brokers, clientId: user, ...security, logLevel: logLevel.NOTHING, retry: { retries: 1 } });
  }

  query<Row extends QueryResultRow>(sql: string): Promise<Row[]> {
    const url = databaseUrl(this.postgres.url, this.cli.database).href;
    return withClient(url, async (client) => (await client.query<Row>(sql)).rows);
  }

  async remove(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.kill()));
    await Promise.all([this.postgres.remove(), this.kafka.remove()]);
    rmSync(this.folder, { recursive: true });
    rmSync(this.cli.folder, { recursive: true });
  }

  private async prepare(): Promise<void> {
    this.cli.env = this.operator();
    for (const verb of [['migrate'], ['topics', '--create']]) {
      const { code, printed } = await this.cli.run(...verb);
      if (code !== 0) throw new Error(printed);
    }
    const admin = this.client(ADMINISTRATOR).admin();
    await admin.connect();
    await admin.createAcls({ acl: SERVICES.flatMap(aclsOf) });
    await admin.disconnect();
  }
}

/** The rights of a service's user, as the manifests for Kubernetes grant them. */
function aclsOf(service: ServiceName): AclEntry[] {
  const { spec } = Manifests.of('prod').one<KafkaUser>('KafkaUser', service);
  return spec.authorization.acls.flatMap(({ resource, operations }) =>
    operations.map((operation) => ({
      principal: `User:${service}`,
      host: '*',
      permissionType: AclPermissionTypes.ALLOW,
      resourceType: resource.type === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
      resourceName: resource.name,
      resourcePatternType: ResourcePatternTypes.LITERAL,
      operation: AclOperationTypes[operation.toUpperCase() as keyof typeof AclOperationTypes],
    })),
  );
}
