import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { EngineProcess } from '@polyphony/engines';
import { serviceRuns, stopService } from './service-process.js';
import type { EngineAddresses } from './service-program.js';

/** A service that runs in a folder. */
export interface RunningService {
  pid: number;
  url: string;
  logFile: string;
}

/** What runs in a folder, as its file `running.json` says. */
export interface Running {
  /** Stamp of the process that stops everything when it ends; absent after `up`, which leaves that to `down`. */
  owner?: string;
  engines: EngineAddresses & { kind: string };
  /** Those that have started so far. */
  services: Partial<Record<ServiceName, RunningService>>;
}

export function writeRunning(folder: string, running: Running): void {
  const unfinished = `${fileIn(folder)}.new`;
  // Only for the user: it holds the database's password.
  writeFileSync(unfinished, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, fileIn(folder)); // whoever reads it meanwhile reads a whole one
}

/** What runs in this folder now, or is being started there; undefined when nothing is. */
export function readRunning(folder: string): Running | undefined {
  const running = remembered(folder);
  return running && (livingOwner(running) || living(running).length > 0) ? running : undefined;
}

/** @throws Error with a sentence while not all services have started */
export function urlsOf({ services }: Running): Record<ServiceName, string> {
  const urls = SERVICES.map((name) => {
    const service = services[name];
    if (!service) throw new Error(`${name} does not run yet: try again when everything has started.`);
    return [name, service.url] as const;
  });
  return Object.fromEntries(urls) as Record<ServiceName, string>;
}

/** The process that runs the services of this folder, while it lives. */
export function livingOwner({ owner }: Running): EngineProcess | undefined {
  return owner === undefined ? undefined : EngineProcess.stamped(owner);
}

/** Stops the services that a folder remembers, at once, and forgets them. @returns which ones ran */
export async function stopRemembered(folder: string): Promise<ServiceName[]> {
  const running = remembered(folder);
  if (!running) return [];
  const ran = living(running);
  await Promise.all(ran.map(([name, pid]) => stopService(name, pid)));
  forgetRunning(folder);
  return ran.map(([name]) => name);
}

/** The services that still run, with their process ids. */
function living({ services }: Running): [ServiceName, number][] {
  return SERVICES.flatMap((name) => {
    const pid = services[name]?.pid;
    return pid !== undefined && serviceRuns(name, pid) ? [[name, pid] as [ServiceName, number]] : [];
  });
}

export function forgetRunning(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

function remembered(folder: string): Running | undefined {
  return existsSync(fileIn(folder)) ? (JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Running) : undefined;
}

function fileIn(folder: string): string {
  return join(folder, 'running.json');
}
