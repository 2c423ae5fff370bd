import { ContainerKafka, ContainerPostgres, dockerAnswers } from './container-engines.js';
import { EmbeddedKafka } from './embedded-kafka.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { javaIsFound } from './java.js';
import { pickEngines } from './pick-engines.js';
import type { RunningKafka, RunningPostgres } from './running.js';

export interface OwnEngineOptions {
  env: NodeJS.ProcessEnv;
  /** Data of an embedded engine; removed by `remove()`. */
  folder: string;
}

/** A PostgreSQL server of the caller's own, to stop and crash; of the kind that the rule picks, never a given one. */
export async function startOwnPostgres({ env, folder }: OwnEngineOptions): Promise<RunningPostgres> {
  return (await kindOfOwn(env)) === 'containers' ? ContainerPostgres.start() : EmbeddedPostgres.start({ folder });
}

/** A Kafka broker of the caller's own, to stop and crash; of the kind that the rule picks, never a given one. */
export async function startOwnKafka({ env, folder }: OwnEngineOptions): Promise<RunningKafka> {
  return (await kindOfOwn(env)) === 'containers' ? ContainerKafka.start() : EmbeddedKafka.start({ folder, env });
}

async function kindOfOwn(env: NodeJS.ProcessEnv): Promise<string> {
  const { POLYPHONY_ENGINES } = env;
  const machine = { hasJava: () => javaIsFound(env), hasDocker: dockerAnswers };
  return (await pickEngines({ POLYPHONY_ENGINES }, machine)).kind;
}
