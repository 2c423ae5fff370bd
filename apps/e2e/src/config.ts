import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The only reader of the environment. */
export const environment = (): NodeJS.ProcessEnv => process.env;

/** Kills per point in the fault specs: 3 in a test run, 20 in a soak. */
export const killsPerPoint = (): number => Number(process.env['POLYPHONY_SOAK'] ?? 3);

/** Where the randomness of fault specs starts; printed by each, so that a failure can be repeated. */
export const seed = (): number => Number(process.env['POLYPHONY_SEED'] ?? 20_261_124);

/** Folder with the CustomResourceDefinitions of the operators: given, or beside the repository; undefined where there is none. */
export function definitionsFolder(): string | undefined {
  const beside = resolve(import.meta.dirname, '../../../../shared/data/crds');
  return process.env['POLYPHONY_CRDS'] ?? (existsSync(beside) ? beside : undefined);
}
