import type { Engines } from '@polyphony/engines';

/** Where the engines of this test run are; set by the global set-up, or by whoever runs the tests. */
export interface TestEngines {
  /** The superuser's URL of the maintenance database. */
  databaseUrl: string;
  brokers: string[];
}

export function testEngines(): TestEngines {
  const { DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers } = process.env;
  if (!databaseUrl || !brokers)
    throw new Error(
      'This test needs engines: run it without POLYPHONY_TEST_ENGINES=none, or set DATABASE_URL and KAFKA_BROKERS.',
    );
  return { databaseUrl, brokers: brokers.split(',') };
}

/** Tells the workers, which inherit the environment, where the engines are. */
export function announceEngines(engines: Engines): void {
  process.env['DATABASE_URL'] = engines.databaseUrl;
  process.env['KAFKA_BROKERS'] = engines.brokers.join(',');
}

/** Folder of this run's issuer of tokens; set by the global set-up. */
export function testIssuerFolder(): string {
  const { POLYPHONY_TEST_ISSUER: folder } = process.env;
  if (!folder) throw new Error('This test needs tokens: run it with the global set-up of this project.');
  return folder;
}

/** Tells the workers where the issuer is. */
export function announceIssuer(folder: string): void {
  process.env['POLYPHONY_TEST_ISSUER'] = folder;
}

/** The environment, for the rule that picks the engines. */
export function environment(): NodeJS.ProcessEnv {
  return process.env;
}

/** Whether this run does without engines; unit tests start faster so. */
export function withoutEngines(): boolean {
  return process.env['POLYPHONY_TEST_ENGINES'] === 'none';
}
