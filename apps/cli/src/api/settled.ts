import { setTimeout as pause } from 'node:timers/promises';
import { viewOf } from '@polyphony/client';
import type { Api } from './api.js';

const PATIENCE_MS = 60_000;

/**
 * Waits until nothing of an assembly waits in quarantine; the events that release it are on their way.
 * @throws Error when they do not come
 */
export async function settled(api: Api, assemblyId: string): Promise<void> {
  const waiting = { path: { assemblyId }, query: { state: 'quarantined', limit: 1 } } as const;
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(200)) {
    const { items } = await viewOf(api.results.GET('/v1/assemblies/{assemblyId}/submissions', { params: waiting }));
    if (items.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(
        `Submissions of assembly ${assemblyId} stay in quarantine; "doctor" shows which consumer is behind`,
      );
  }
}
