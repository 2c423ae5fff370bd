import { join, resolve } from 'node:path';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { ownerOf, schemaOf, type ChosenPasswords } from '@polyphony/engines';
import type { KafkaOptions } from '@polyphony/messaging';
import { KafkaSecurity, parseConfig, kafkaSecurityOf } from '@polyphony/service-kit';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** Addresses of the four services. */
export type ServiceUrls = Record<ServiceName, string>;

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
  /** Services that somebody else runs, given as `PARTNER_REGISTRY_URL` and so on. */
  services?: ServiceUrls;
  /** The host under which people reach those; absent means as given. */
  publicHost?: string;
  /** Of the services' roles, where somebody else must know them too: `PARTNER_REGISTRY_PASSWORD` and so on. */
  passwords: ChosenPasswords;
  /** What the brokers demand, in the services' own variables; absent means nothing. */
  kafkaSecurity?: KafkaOptions['security'];
}

/** @throws Error with a sentence for what is wrong: a port that is none, some services given and some not, half of a password */
export function readConfig(env = process.env): CliConfig {
  return {
    env,
    folder: resolve(env['POLYPHONY_FOLDER'] ?? join(PROJECT, '.polyphony')),
    database: env['POLYPHONY_DATABASE'] ?? 'polyphony',
    topicPrefix: env['POLYPHONY_TOPIC_PREFIX'] ?? '',
    portBase: port(env, 'POLYPHONY_PORT_BASE'),
    postgresPort: port(env, 'POLYPHONY_POSTGRES_PORT'),
    kafkaPort: port(env, 'POLYPHONY_KAFKA_PORT'),
    services: givenServices(env),
    publicHost: env['POLYPHONY_PUBLIC_HOST'],
    passwords: chosenPasswords(env),
    kafkaSecurity: kafkaSecurityOf(parseConfig(KafkaSecurity, env)),
  };
}

function givenServices(env: NodeJS.ProcessEnv): ServiceUrls | undefined {
  const given = SERVICES.map((name) => [name, env[variableOf(name, 'URL')]] as const);
  const missing = given.filter(([, url]) => !url).map(([name]) => variableOf(name, 'URL'));
  if (missing.length === SERVICES.length) return undefined;
  if (missing.length > 0)
    throw new Error(`Not set: ${missing.join(', ')}. Give the address of every service or of none.`);
  return Object.fromEntries(given) as ServiceUrls;
}

function chosenPasswords(env: NodeJS.ProcessEnv): ChosenPasswords {
  const roles = SERVICES.flatMap((service) => [schemaOf(service), ownerOf(service)]);
  const passwords = roles.map((role) => [role, env[variableOf(role, 'PASSWORD')]] as const);
  return Object.fromEntries(passwords.filter((pair): pair is [string, string] => !!pair[1]));
}

/** What the environment calls this of a service or a role: `partner-registry` and `URL` become `PARTNER_REGISTRY_URL`. */
function variableOf(name: string, what: string): string {
  return `${name.replaceAll('-', '_').toUpperCase()}_${what}`;
}

function port(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_532)
    throw new Error(`${name} is "${text}": it takes a port between 1 and 65532.`);
  return value;
}
