import { SERVICES } from '@polyphony/contracts';
import type { CliConfig, ServiceUrls } from '../config.js';
import { table } from '../table.js';
import { Platform } from './platform.js';
import { readRunning, urlsOf, type Running } from './running.js';

/** Ctrl-C came before the command was through. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted');
  }
}

/** What a command does with running services; to be given up when the signal is aborted. */
export type Work<T> = (urls: ServiceUrls, interrupted: AbortSignal) => Promise<T>;

/** Ctrl-C and its relatives as a signal, for the time of a command. Further ones change nothing: stopping has a deadline. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => controller.abort());
  return controller.signal;
}

/** Works with the given services, else with those of this folder; when none run, starts all and stops them afterwards. */
export async function withServices<T>(config: CliConfig, work: Work<T>): Promise<T> {
  const running = readRunning(config.folder);
  const interrupted = interruption();
  const urls = config.services ?? (running && urlsOf(running));
  if (urls) return orInterrupted(interrupted, work(urls, interrupted));
  return withPlatform(config, interrupted, (platform, until) => work(urlsOf(platform.running()), until));
}

/**
 * Starts everything, works, and stops everything. The signal handed to the work is also aborted when a service ends by
 * itself, which makes this throw what is known of it.
 */
export async function withPlatform<T>(
  config: CliConfig,
  interrupted: AbortSignal,
  work: (platform: Platform, until: AbortSignal) => Promise<T>,
): Promise<T> {
  const began = Date.now();
  const platform = await orInterrupted(interrupted, Platform.start({ config, log: console.log, interrupted }));
  const broken = new AbortController();
  const died = platform.died().then((sentence) => {
    broken.abort();
    throw new Error(sentence);
  });
  try {
    console.log(`Services ready after ${((Date.now() - began) / 1_000).toFixed(1)} s`);
    const working = work(platform, AbortSignal.any([interrupted, broken.signal]));
    return await orInterrupted(interrupted, Promise.race([working, died])).catch(async (error: unknown) => {
      await Promise.allSettled([working]);
      throw error;
    });
  } finally {
    console.log('Stopping');
    await platform.stop();
  }
}

/** After Ctrl-C every failure is its consequence. */
async function orInterrupted<T>(interrupted: AbortSignal, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (interrupted.aborted) throw new Interrupted();
    throw error;
  }
}

/** Brings everything up and leaves it running. */
export async function up(config: CliConfig): Promise<void> {
  const interrupted = interruption();
  const starting = Platform.start({ config, log: console.log, background: true, interrupted });
  const platform = await orInterrupted(interrupted, starting);
  platform.release();
  console.log(addresses(platform.running()));
}

/** Resolves at Ctrl-C. */
export function untilInterrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The services with their addresses and logs, for people. */
export function addresses({ services }: Running): string {
  const rows = SERVICES.map((name) => [name, services[name]?.url ?? 'not started', services[name]?.logFile ?? '']);
  return table([['service', 'address', 'log'], ...rows]);
}

/** Where people reach services that somebody else runs. */
export function publicAddresses(services: ServiceUrls, publicHost: string | undefined): string {
  const rows = SERVICES.map((name) => {
    const url = new URL(services[name]);
    if (publicHost !== undefined) url.hostname = publicHost;
    return [name, url.origin];
  });
  return table([['service', 'address'], ...rows]);
}
