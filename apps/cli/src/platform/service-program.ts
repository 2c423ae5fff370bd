import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ServiceName } from '@polyphony/contracts';
import { serviceUrls } from '@polyphony/engines';
import type { CliConfig } from '../config.js';
import { issuerOf } from './issuer.js';

const APPS = resolve(import.meta.dirname, '../../..');

/** Where PostgreSQL and Kafka are. */
export interface EngineAddresses {
  /** The superuser's URL of the maintenance database. */
  databaseUrl: string;
  brokers: string[];
}

/** The program of a service, built. */
export function programOf(service: ServiceName): string {
  return resolve(APPS, service, 'dist/main.js');
}

/**
 * The environment in which a service's program finds its schema, its broker and nothing of another service. It accepts
 * tokens of this folder's own issuer, unless the environment names another.
 */
export async function environmentOf(
  service: ServiceName,
  config: CliConfig,
  engines: EngineAddresses,
): Promise<NodeJS.ProcessEnv> {
  const urls = serviceUrls(engines.databaseUrl, config.database, service, config.passwords);
  const { environment } = await issuerOf(config);
  return {
    ...environment,
    ...config.env,
    DATABASE_URL: urls.runtime,
    DATABASE_OWNER_URL: urls.owner,
    KAFKA_BROKERS: engines.brokers.join(','),
    TOPIC_PREFIX: config.topicPrefix,
    HOST: '127.0.0.1',
    PORT: '0',
  };
}

/**
 * Runs one verb of a service's program to its end and answers the JSON that it prints.
 * @throws Error with what the program wrote to its error output
 */
export async function runVerb<T>(
  service: ServiceName,
  args: string[],
  config: CliConfig,
  engines: EngineAddresses,
): Promise<T> {
  const env = await environmentOf(service, config, engines);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [programOf(service), ...args], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout) as T;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (stderr === undefined) throw error;
    throw new Error(`${service} ${args.join(' ')} failed: ${reason(stderr)}`, { cause: error });
  }
}

/** The message of an uncaught error, as Node prints it, without its stack. */
function reason(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const thrown = lines.find((line) => /^(\w*Error|error): /.test(line));
  return thrown?.replace(/^\w+: /, '') ?? lines.slice(-3).join('\n');
}
