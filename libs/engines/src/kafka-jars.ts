import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The broker's version, embedded and in a container. */
export const KAFKA_VERSION = '4.3.1';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** The folder with the pom, the Maven wrapper and the broker's logging configuration. */
export const KAFKA_PROJECT = join(PROJECT, 'libs/engines/kafka');

/** Where the jars are kept when nobody says otherwise: one copy for all data folders. */
export const SHARED_JARS = join(PROJECT, `.polyphony/kafka-jars-${KAFKA_VERSION}`);

/**
 * The folder with Kafka's jars, resolved by Maven when it is missing. Maven copies into a folder beside, which gets
 * its name at the end: a folder that exists is complete, and two runs that race do no harm.
 */
export async function kafkaJars(folder: string, log: (line: string) => void): Promise<string> {
  if (existsSync(folder)) return folder;
  log(`Kafka ${KAFKA_VERSION}: resolving its jars with Maven, once`);
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = `${folder}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  await maven(['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${fresh}`]);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(fresh, { recursive: true });
  }
  return folder;
}

async function maven(goals: string[]): Promise<void> {
  const args = ['-B', '-q', '-f', join(KAFKA_PROJECT, 'pom.xml'), `-Dkafka.version=${KAFKA_VERSION}`, ...goals];
  try {
    await run('mvn', args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw notResolved(error);
    await run('sh', [join(KAFKA_PROJECT, 'mvnw'), ...args]).catch((failure: unknown) => {
      throw notResolved(failure);
    });
  }
}

function notResolved(cause: unknown): Error {
  const output = (cause as { stdout?: string }).stdout?.trim().split('\n').slice(0, 3).join('\n') ?? '';
  return new Error(
    `Maven could not resolve Kafka's jars: check the way to Maven Central (or a mirror in ~/.m2/settings.xml), ` +
      `or set KAFKA_BROKERS, or POLYPHONY_ENGINES=containers.\n${output}`,
    { cause },
  );
}
