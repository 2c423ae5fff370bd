import { join, resolve } from 'node:path';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** What the command line is told by its environment. */
export interface CliConfig {
  /** Handed on to engines and services. */
  env: NodeJS.ProcessEnv;
  /** Holds the data of embedded engines, the services' logs and what runs now; each folder is a copy of its own. */
  folder: string;
  /** Name of the database, on whatever PostgreSQL is used. */
  database: string;
  /** Put before topics and consumer groups, for several copies on one broker. */
  topicPrefix: string;
  /** Services listen on the four ports from here; absent means 4001 to 4004 where those are free, else any. */
  portBase?: number;
  /** Absent means the port of the last run, else any free one. */
  postgresPort?: number;
  kafkaPort?: number;
}

/** @throws Error with a sentence for a port that is none */
export function readConfig(): CliConfig {
  const { env } = process;
  return {
    env,
    folder: resolve(env['POLYPHONY_FOLDER'] ?? join(PROJECT, '.polyphony')),
    database: env['POLYPHONY_DATABASE'] ?? 'polyphony',
    topicPrefix: env['POLYPHONY_TOPIC_PREFIX'] ?? '',
    portBase: port(env, 'POLYPHONY_PORT_BASE'),
    postgresPort: port(env, 'POLYPHONY_POSTGRES_PORT'),
    kafkaPort: port(env, 'POLYPHONY_KAFKA_PORT'),
  };
}

function port(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_532)
    throw new Error(`${name} is "${text}": it takes a port between 1 and 65532.`);
  return value;
}
