import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '@polyphony/contracts';
import { processExists } from '@polyphony/engines';
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
  /** The process that stops everything when it ends; absent after `up`, which leaves that to `down`. */
  owner?: number;
  engines: EngineAddresses & { kind: string };
  services: Record<ServiceName, RunningService>;
}

export function writeRunning(folder: string, running: Running): void {
  // Only for the user: it holds the database's password.
  writeFileSync(fileIn(folder), `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
}

/** What runs in this folder now; undefined when no service does. */
export function readRunning(folder: string): Running | undefined {
  const running = remembered(folder);
  if (!running) return undefined;
  return SERVICES.some((name) => serviceRuns(name, running.services[name].pid)) ? running : undefined;
}

/** Whether the process that runs the services of this folder lives. */
export function ownerLives(running: Running): boolean {
  return running.owner !== undefined && processExists(running.owner);
}

/** Stops the services that a folder remembers, at once, and forgets them. @returns which ones ran */
export async function stopRemembered(folder: string): Promise<ServiceName[]> {
  const running = remembered(folder);
  if (!running) return [];
  const ran = SERVICES.filter((name) => serviceRuns(name, running.services[name].pid));
  await Promise.all(ran.map((name) => stopService(name, running.services[name].pid)));
  forgetRunning(folder);
  return ran;
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
