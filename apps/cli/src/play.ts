import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Api, type Sign } from './api/api.js';
import type { CliConfig, ServiceUrls } from './config.js';
import { demoState, playDemo } from './demo/demo.js';
import { waveReport } from './demo/report.js';
import { issuerOf } from './platform/issuer.js';
import {
  addresses,
  interruption,
  publicAddresses,
  untilInterrupted,
  withPlatform,
  withServices,
} from './platform/session.js';
import { urlsOf } from './platform/running.js';
import { conversationFolders } from './replay/polis.js';
import { replay, verdictTable, type ReplayOptions } from './replay/replay.js';

/** The conversation that newcomers see, with its licence beside it. */
const BUNDLED = resolve(import.meta.dirname, '../data/polis');

/** Everything up, the demo, the bundled conversation, and then service until Ctrl-C. @returns false when figures differ */
export async function start(config: CliConfig): Promise<boolean> {
  const interrupted = interruption();
  return withPlatform(config, interrupted, async (platform, until) => {
    const running = platform.running();
    console.log(`${addresses(running)}\n`);
    const equal = await playAll(await signerOf(config), urlsOf(running), until);
    console.log(`\n${addresses(running)}\n\nCtrl-C stops everything`);
    await untilInterrupted(until);
    return equal;
  });
}

/** The demo and the bundled conversation, on running services or on some for this command only. */
export async function demo(config: CliConfig): Promise<boolean> {
  const equal = await withServices(config, async (urls, until) => playAll(await signerOf(config), urls, until));
  if (config.services) console.log(`\n${publicAddresses(config.services, config.publicHost)}`);
  return equal;
}

/** Replays Polis conversations. @returns false when a count differs from what was published */
export async function replayPolis(
  config: CliConfig,
  folder: string,
  options: Omit<ReplayOptions, 'log'>,
): Promise<boolean> {
  const folders = conversationFolders(folder);
  return withServices(config, async (urls, until) =>
    replayInto(await signerOf(config), urls, until, `replay-${randomUUID()}`, folders, options),
  );
}

/** Tokens of this folder's own issuer. */
async function signerOf(config: CliConfig): Promise<Sign> {
  const issuer = await issuerOf(config);
  return ({ id, role, partnerId }) => issuer.token({ actor: id, role, partner: partnerId });
}

async function playAll(sign: Sign, urls: ServiceUrls, until: AbortSignal): Promise<boolean> {
  const api = new Api(urls, sign, { id: 'demo', role: 'network-coordinator' }, 'demo', until);
  const state = await demoState(api);
  if (state.kind === 'foreign')
    console.log('The registry holds other data: the demo wave is played on an empty one only');
  else if (state.kind === 'forgotten') console.log(state.sentence);
  else {
    if (state.kind === 'played') console.log('The demo wave was played before; its result:');
    else console.log(state.kind === 'none' ? 'Playing the demo wave' : 'Going on with the demo wave');
    const waveId = state.kind === 'played' ? state.waveId : await playDemo(api, console.log);
    console.log(`\n${await waveReport(api, waveId)}\n`);
  }
  console.log('Replaying the bundled conversation (Polis, CC BY 4.0)');
  const options = { order: 'file', seed: 1, resendEvery: 3 } as const;
  return replayInto(sign, urls, until, 'bundled', conversationFolders(BUNDLED), options);
}

async function replayInto(
  sign: Sign,
  urls: ServiceUrls,
  until: AbortSignal,
  run: string,
  folders: string[],
  options: Omit<ReplayOptions, 'log'>,
): Promise<boolean> {
  const api = new Api(urls, sign, { id: 'replay', role: 'network-coordinator' }, run, until);
  const verdicts = await replay(api, folders, { ...options, log: console.log });
  console.log(verdictTable(verdicts));
  return verdicts.every(({ differences }) => differences.length === 0);
}
