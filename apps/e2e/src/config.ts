import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The only reader of the environment. */
export const environment = (): NodeJS.ProcessEnv => process.env;

/** Kills per point in the fault specs: 3 in a test run, 20 in a soak. */
export const killsPerPoint = (): number => Number(process.env['POLYPHONY_SOAK'] ?? 3);

/** Milliseconds that a fault spec may take: its kills, and above that the patience of its audit. */
export const faultTimeout = (): number => 180_000 + killsPerPoint() * 20_000;

/** Where the randomness of a fault spec starts; printed, so that a failure can be repeated. */
export function seed(): number {
  const start = Number(process.env['POLYPHONY_SEED'] ?? 20_261_124);
  process.stderr.write(`POLYPHONY_SEED=${start}\n`);
  return start;
}

/** Folder with the CustomResourceDefinitions of the operators: given, or beside the repository; undefined where there is none. */
export function definitionsFolder(): string | undefined {
  const beside = resolve(import.meta.dirname, '../../../../shared/data/crds');
  return process.env['POLYPHONY_CRDS'] ?? (existsSync(beside) ? beside : undefined);
}

/** Where nothing may be left out because a tool is missing. */
export const isCi = (): boolean => !['', '0', 'false'].includes(process.env['CI'] ?? '');

/** The program that tests alerts: given, brought by scripts/promtool.mjs, or on the path; undefined where it is not. */
export function promtool(): string | undefined {
  const { PROMTOOL, PATH = '' } = process.env;
  const brought = resolve(import.meta.dirname, '../../../.polyphony/promtool/usr/bin');
  return PROMTOOL ?? [brought, ...PATH.split(delimiter)].map((folder) => join(folder, 'promtool')).find(existsSync);
}
