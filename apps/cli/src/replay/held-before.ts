import { itemsOf, viewOf } from '@polyphony/client';
import type { Api } from '../api/api.js';
import { forgotten, knownAgain } from '../api/known-again.js';
import { familyOf, type HeldAssembly } from './convene.js';
import type { Conversation } from './polis.js';

/**
 * The assembly of this conversation that the same run has held before, found by the family of its method.
 * @returns undefined when there is none, or one that can be gone on with
 * @throws Error with a sentence when what was begun cannot be gone on with any more
 */
export async function heldBefore(api: Api, conversation: Conversation): Promise<HeldAssembly | undefined> {
  const query = { methodology: familyOf(api, conversation), limit: 1 };
  const { items: versions } = await viewOf(api.methodology.GET('/v1/methodology-versions', { params: { query } }));
  const method = versions[0];
  if (!method) return undefined;
  const waves = await itemsOf((page) => api.scheduling.GET('/v1/waves', { params: { query: page } }));
  const wave = waves.find(({ methodologyVersionId }) => methodologyVersionId === method.id);
  const held = wave && (await concludedIn(api, wave.id));
  if (!held && !knownAgain(method.draftedAt))
    throw new Error(forgotten(`The replay of ${conversation.name}`, method.draftedAt));
  return held;
}

async function concludedIn({ scheduling }: Api, waveId: string): Promise<HeldAssembly | undefined> {
  const query = { waveId, status: 'concluded' as const, limit: 1 };
  const { items } = await viewOf(scheduling.GET('/v1/assemblies', { params: { query } }));
  return items[0];
}
