import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from '../config.js';

/** The one that is tried with these services. */
const VERSION = '4.32.5';
const CONFIG = fileURLToPath(new URL('../../src/fuzz/schemathesis.toml', import.meta.url));
const MEBIBYTE = 1024 * 1024;

export interface Fuzzing {
  /** File with the OpenAPI document. */
  document: string;
  url: string;
  /** Undefined for a caller without one. */
  token: string | undefined;
  /** Cases that are made up for each operation, besides those at the edges of what it takes. */
  examples: number;
  /** Where to put the report. */
  report: string;
}

export interface Fuzzed {
  operations: number;
  requests: number;
  /** Of those in the right form, the ones that were answered with what was asked for. */
  accepted: number;
  failures: number;
  /** What the tool said. */
  output: string;
}

interface Report {
  operations: { tested: number; errored: number } | null;
  test_cases: { generated: number; unique_failures: number };
  errors: object[];
  valid_rates: Record<string, Record<string, { accepted: number }>>;
}

/** @throws Error with a sentence that says how to get it, when it is not here */
export async function requireSchemathesis(): Promise<void> {
  const { output } = await schemathesis(tmpdir(), '--version');
  if (output.includes(VERSION)) return;
  throw new Error(
    `Fuzzing needs schemathesis ${VERSION} on the path, or SCHEMATHESIS to say where it is: pip install schemathesis==${VERSION}`,
  );
}

/** Sends what a document allows, and what it does not, to every operation, and checks each answer against the document. */
export async function fuzz({ document, url, token, examples, report }: Fuzzing): Promise<Fuzzed> {
  const caller = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
  const asked = ['--url', url, '--max-examples', String(examples), '--report-json-path', report, '--no-color'];
  const { code, output } = await schemathesis(
    dirname(report),
    '--config-file',
    CONFIG,
    'run',
    document,
    ...asked,
    ...caller,
  );
  if (!existsSync(report)) throw new Error(`schemathesis ended with ${code} and without a report:\n${output}`);
  const { operations, test_cases, errors, valid_rates } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const rates = Object.values(valid_rates).flatMap((phases) => Object.values(phases));
  const failures = test_cases.unique_failures + errors.length;
  return {
    operations: operations?.tested ?? 0,
    requests: test_cases.generated,
    accepted: rates.reduce((sum, { accepted }) => sum + accepted, 0),
    // Whatever else it ends for is a failure too.
    failures: failures === 0 && code !== 0 ? 1 : failures,
    output,
  };
}

/** It keeps notes where it is started. */
function schemathesis(cwd: string, ...args: string[]): Promise<{ code: number | string; output: string }> {
  const program = environment()['SCHEMATHESIS'] ?? 'schemathesis';
  return new Promise((settle) =>
    execFile(program, args, { cwd, env: environment(), maxBuffer: 64 * MEBIBYTE }, (error, stdout, stderr) =>
      settle({ code: error?.code ?? 0, output: stdout + stderr }),
    ),
  );
}
