import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { databaseUrl, javaCommand, KAFKA_VERSION } from '@polyphony/engines';
import { logEnds } from '@polyphony/messaging';
import { Client } from 'pg';
import type { CliConfig } from '../config.js';
import { readRunning, type Running, type RunningService } from '../platform/running.js';
import { runVerb, type EngineAddresses } from '../platform/service-program.js';
import { kafkaOf, topicNames } from '../platform/topics.js';
import {
  lagOf,
  statusFindings,
  topicFindings,
  type ConsumerLag,
  type Finding,
  type ServiceStatus,
} from './findings.js';

/** Everything that the doctor found. */
export interface Diagnosis {
  findings: Finding[];
  lags: ConsumerLag[];
}

/** Looks at versions, engines, services, topics, migrations, positions, lag, parked events; starts and changes nothing. */
export async function diagnose(config: CliConfig): Promise<Diagnosis> {
  const running = readRunning(config.folder);
  const engines = running?.engines ?? givenEngines(config.env);
  const findings: Finding[] = [{ about: 'node', what: process.versions.node }, await java(config.env)];
  if (!engines) {
    const remedy = 'polyphony up, or set POLYPHONY_FOLDER, or DATABASE_URL and KAFKA_BROKERS';
    return { findings: [...findings, { about: 'engines', what: `none run in ${config.folder}`, remedy }], lags: [] };
  }
  findings.push(...(await Promise.all(SERVICES.map((service) => health(service, config, running)))));
  const [postgres, kafka] = await Promise.all([askPostgres(config, engines), askKafka(config, engines)]);
  findings.push(postgres, ...kafka.findings);
  if (postgres.remedy || kafka.ends.size === 0) return { findings, lags: [] };
  const statuses: ServiceStatus[] = [];
  for (const service of SERVICES) {
    try {
      statuses.push(await runVerb<ServiceStatus>(service, ['status'], config, engines));
    } catch (error) {
      findings.push({ about: service, what: (error as Error).message, remedy: 'polyphony migrate' });
    }
  }
  findings.push(...statuses.flatMap(statusFindings));
  return { findings, lags: statuses.flatMap((status) => lagOf(status, config.topicPrefix, kafka.ends)) };
}

function givenEngines({ DATABASE_URL, KAFKA_BROKERS }: NodeJS.ProcessEnv): EngineAddresses | undefined {
  return DATABASE_URL && KAFKA_BROKERS
    ? { databaseUrl: DATABASE_URL, brokers: KAFKA_BROKERS.split(',').map((broker) => broker.trim()) }
    : undefined;
}

async function java(env: NodeJS.ProcessEnv): Promise<Finding> {
  try {
    const { stderr } = await promisify(execFile)(javaCommand(env), ['-version'], { env });
    return { about: 'java', what: /version "([^"]+)"/.exec(stderr)?.[1] ?? stderr.trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { about: 'java', what: 'not found; embedded Kafka needs it, containers and given engines do not' };
  }
}

/** Listens, is ready (database, migrations), and its consumers make progress. */
async function health(service: ServiceName, config: CliConfig, running: Running | undefined): Promise<Finding> {
  const given = config.services && { url: config.services[service], logFile: 'its log' };
  const known: (Omit<RunningService, 'pid'> & { pid?: number }) | undefined = given ?? running?.services[service];
  if (!known) return { about: service, what: 'was not started from this folder' };
  const { url, pid } = known;
  const remedy = `see ${known.logFile}`;
  try {
    for (const path of ['/health/ready', '/health/live']) {
      const answer = await fetch(new URL(path, url), { signal: AbortSignal.timeout(5_000) });
      const body = (await answer.json()) as { detail?: string };
      if (!answer.ok) return { about: service, what: `${url}${path}: ${body.detail}`, remedy };
    }
    return { about: service, what: `${url}${pid === undefined ? '' : `, process ${pid}`}, ready` };
  } catch (error) {
    const why = (error as Error).cause ?? error;
    return { about: service, what: `${url} does not answer: ${String(why)}`, remedy };
  }
}

async function askPostgres(config: CliConfig, engines: EngineAddresses): Promise<Finding> {
  const url = databaseUrl(engines.databaseUrl, config.database);
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    await client.end();
    return { about: 'postgres', what: `${rows[0]!.server_version} at ${url.host}, database ${config.database}` };
  } catch (error) {
    return {
      about: 'postgres',
      what: `${url.host}: ${(error as Error).message}`,
      remedy: 'is it running? polyphony up',
    };
  }
}

async function askKafka(config: CliConfig, { brokers }: EngineAddresses) {
  try {
    const ends = await logEnds(kafkaOf(brokers), topicNames(config.topicPrefix));
    const answers = { about: 'kafka', what: `answers at ${brokers.join(', ')} (${KAFKA_VERSION} when embedded)` };
    return { ends, findings: [answers, ...topicFindings(config.topicPrefix, ends)] };
  } catch (error) {
    const what = `${brokers.join(', ')}: ${(error as Error).message}`;
    return {
      ends: new Map<string, never>(),
      findings: [{ about: 'kafka', what, remedy: 'is it running? polyphony up' }],
    };
  }
}
