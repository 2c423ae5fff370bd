import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Problem } from '@polyphony/client';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { javaCommand, KAFKA_VERSION } from '@polyphony/engines';
import type { ServiceStatus } from '@polyphony/service-kit';
import type { CliConfig } from '../config.js';
import { givenEngines, reachKafka, reachPostgres } from '../platform/reach.js';
import { readRunning, type Running, type RunningService } from '../platform/running.js';
import { runVerb, type EngineAddresses } from '../platform/service-program.js';
import { compareWithLog } from './against-log.js';
import {
  lagOf,
  notStarted,
  positionFindings,
  statusFindings,
  topicFindings,
  type ConsumerLag,
  type Finding,
} from './findings.js';

const START = 'is it running? polyphony up';

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
  const [postgres, kafka] = await Promise.all([reachPostgres(config, engines), reachKafka(config, engines)]);
  findings.push(postgresFinding(postgres, config), ...kafkaFindings(kafka, config));
  if (postgres.fault !== undefined) return { findings, lags: [] };
  const statuses: ServiceStatus[] = [];
  for (const service of SERVICES) {
    try {
      statuses.push(await runVerb<ServiceStatus>(service, ['status'], config, engines));
    } catch (error) {
      findings.push({ about: service, what: (error as Error).message, remedy: 'polyphony migrate' });
    }
  }
  findings.push(...statuses.flatMap(statusFindings));
  const { ends } = kafka;
  if (ends && statuses.every(({ pendingMigrations }) => pendingMigrations.length === 0)) {
    findings.push(...statuses.flatMap((status) => positionFindings(status, config.topicPrefix, ends)));
    findings.push(...(await againstLog(config, engines)));
  }
  return { findings, lags: ends ? statuses.flatMap((status) => lagOf(status, config.topicPrefix, ends)) : [] };
}

async function againstLog(config: CliConfig, engines: EngineAddresses): Promise<Finding[]> {
  try {
    const differences = await compareWithLog(config, engines);
    return differences.length > 0 ? differences : [{ about: 'log', what: 'agrees with what the services have stored' }];
  } catch (error) {
    const what = `could not be compared with what the services have stored: ${(error as Error).message}`;
    return [{ about: 'log', what, remedy: 'this needs to read every topic and every schema' }];
  }
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
  if (!known) return notStarted(service, running);
  const { url, pid } = known;
  const remedy = `see ${known.logFile}`;
  try {
    for (const path of ['/health/ready', '/health/live']) {
      const answer = await fetch(new URL(path, url), { signal: AbortSignal.timeout(5_000) });
      const body = (await answer.json()) as Partial<Problem>;
      if (!answer.ok) return { about: service, what: `${url}${path}: ${body.detail}`, remedy };
    }
    return { about: service, what: `${url}${pid === undefined ? '' : `, process ${pid}`}, ready` };
  } catch (error) {
    const why = (error as Error).cause ?? error;
    return { about: service, what: `${url} does not answer: ${String(why)}`, remedy };
  }
}

function postgresFinding({ address, version, fault }: Awaited<ReturnType<typeof reachPostgres>>, config: CliConfig) {
  return fault === undefined
    ? { about: 'postgres', what: `${version} at ${address}, database ${config.database}` }
    : { about: 'postgres', what: `${address}: ${fault}`, remedy: START };
}

function kafkaFindings({ address, ends, fault }: Awaited<ReturnType<typeof reachKafka>>, config: CliConfig): Finding[] {
  if (!ends) return [{ about: 'kafka', what: `${address}: ${fault}`, remedy: START }];
  const answers = { about: 'kafka', what: `answers at ${address} (${KAFKA_VERSION} when embedded)` };
  return [answers, ...topicFindings(config.topicPrefix, ends)];
}
