import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endingWithRun } from '../children.js';
import { environment } from '../config.js';
import { ROOT, type World } from '../world.js';

/** `npm start` with everything installed and an empty folder, and what is resident after the demo. */
export interface RunningSystem {
  /** From the command to services that are ready. */
  secondsToReady: number;
  /** MiB, by service. */
  residentMiB: Record<string, number>;
  kafka: { residentMiB: number; heapLimit: string };
}

/** Starts the whole system as a newcomer does, waits for the end of the demo, measures, and stops it. */
export async function runningSystem(world: World): Promise<RunningSystem> {
  const folder = join(world.folder, 'start');
  const began = performance.now();
  const child = endingWithRun(
    spawn(process.execPath, [join(ROOT, 'scripts/polyphony.mjs'), 'start'], {
      env: { ...environment(), POLYPHONY_FOLDER: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  let secondsToReady = Number.NaN;
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('Services ready after')) secondsToReady = (performance.now() - began) / 1_000;
      if (line.startsWith('Ctrl-C stops')) return { secondsToReady, ...measure(folder) };
    }
    throw new Error(`start ended with ${child.exitCode} before the demo was over`);
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
  }
}

function measure(folder: string): Omit<RunningSystem, 'secondsToReady'> {
  const { services } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as {
    services: Record<string, { pid: number }>;
  };
  const residentMiB = Object.fromEntries(Object.entries(services).map(([name, { pid }]) => [name, residentOf(pid)]));
  const broker = ps('-eo', 'pid=,args=')
    .split('\n')
    .find((line) => line.includes(folder) && line.includes('kafka.Kafka'));
  if (!broker) throw new Error('The broker was not found among the processes');
  const heapLimit = /-Xmx(\S+)/.exec(broker)?.[1] ?? 'none';
  return { residentMiB, kafka: { residentMiB: residentOf(Number.parseInt(broker.trim(), 10)), heapLimit } };
}

function residentOf(pid: number): number {
  return Math.round(Number(ps('-o', 'rss=', '-p', String(pid))) / 1024);
}

function ps(...args: string[]): string {
  return execFileSync('ps', args, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
}
