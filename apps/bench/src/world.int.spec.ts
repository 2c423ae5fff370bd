import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { processExists, withClient } from '@polyphony/engines';
import { environment } from './config.js';

const built = (name: string): string => JSON.stringify(new URL(`../dist/${name}.js`, import.meta.url).href);
/** Starts a program, tells where everything is, and breaks where nobody catches it. */
const BENCH = `
  const { spawn } = await import('node:child_process');
  const { endingWithRun } = await import(${built('children')});
  const { World } = await import(${built('world')});
  await World.during(async ({ folder, engines }) => {
    const { pid } = endingWithRun(spawn('sleep', ['600']));
    console.log(JSON.stringify({ folder, pid, url: engines.databaseUrl }));
    setImmediate(() => { throw new Error('nobody catches this'); });
    await new Promise(() => {});
  }).catch(({ message }) => {
    console.error(message);
    process.exit(1);
  });
`;

describe('The world of a bench', () => {
  it('is gone with its engines and programs after an error that nobody caught', async () => {
    // Engines of its own, of the kind that the rule picks.
    const env = { ...environment(), DATABASE_URL: undefined, KAFKA_BROKERS: undefined };
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', BENCH], { env });
    const ended = await run.catch((error: { stdout: string; stderr: string }) => error);
    expect(ended.stderr).toContain('nobody catches this');
    const { folder, pid, url } = JSON.parse(ended.stdout) as { folder: string; pid: number; url: string };
    expect(existsSync(folder)).toBe(false);
    expect(processExists(pid)).toBe(false);
    await expect(withClient(url, () => Promise.resolve())).rejects.toThrow('ECONNREFUSED');
  }, 120_000);
});
