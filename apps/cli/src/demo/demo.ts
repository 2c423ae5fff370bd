import { itemsOf, keyed, viewOf } from '@polyphony/client';
import type { Api } from '../api/api.js';
import { forgotten, knownAgain } from '../api/known-again.js';
import { designMethod } from './co-design.js';
import { hold, WINDOW, type Held } from './hold.js';
import { buildNetwork, type Network } from './network.js';
import { assemblies, fellows, isOfDemo } from './population.js';
import { sendResults } from './results.js';
import { Stage } from './stage.js';

/** What the demo's wave is about; by this it is found again. */
export const SUBJECT = 'We and the Internet: data, trust and artificial intelligence';

/** What became of the demo on these services. */
export type DemoState =
  | { kind: 'none' }
  /** Other data are in the registry: the demo stays away. */
  | { kind: 'foreign' }
  | { kind: 'unfinished' }
  /** Unfinished, and begun too long ago to go on; the sentence says what to do. */
  | { kind: 'forgotten'; sentence: string }
  | { kind: 'played'; waveId: string };

/** Whether the demo was played here, looked at over HTTP. */
export async function demoState(api: Api): Promise<DemoState> {
  const { items } = await viewOf(api.registry.GET('/v1/partners', { params: { query: { limit: 1 } } }));
  if (items.length === 0) return { kind: 'none' };
  const { name, registeredAt } = items[0]!;
  if (!isOfDemo(name)) return { kind: 'foreign' };
  const unfinished: DemoState = knownAgain(registeredAt)
    ? { kind: 'unfinished' }
    : { kind: 'forgotten', sentence: forgotten('The demo wave', registeredAt) };
  const waves = await itemsOf((page) => api.scheduling.GET('/v1/waves', { params: { query: page } }));
  const wave = waves.find(({ subject }) => subject === SUBJECT);
  if (!wave) return unfinished;
  const releases = await itemsOf((page) =>
    api.results.GET('/v1/releases', { params: { query: { waveId: wave.id, ...page } } }),
  );
  return releases.length >= 2 ? { kind: 'played', waveId: wave.id } : unfinished;
}

/**
 * Plays the whole wave. Every step has an idempotency key: played again after an interruption, it goes on where it
 * stopped. @returns the wave's id
 */
export async function playDemo(api: Api, log: (line: string) => void): Promise<string> {
  const stage = new Stage(api, log);
  const network = await buildNetwork(stage);
  const methodologyVersionId = await designMethod(stage, network);
  const convened = {
    coalitionId: network.globalCoalitionId,
    subject: SUBJECT,
    addressee: 'The Internet Governance Forum of the United Nations',
    ...WINDOW,
    methodologyVersionId,
  };
  const wave = await viewOf(stage.coordinator.scheduling.POST('/v1/waves', { params: keyed('wave'), body: convened }));
  const held = await holdAll(stage, wave.id, network, methodologyVersionId);
  await release(
    stage,
    wave.id,
    held.filter(({ assembly }) => !assembly.late),
  );
  await release(
    stage,
    wave.id,
    held.filter(({ assembly }) => assembly.late),
  );
  return wave.id;
}

async function holdAll(stage: Stage, waveId: string, network: Network, methodologyVersionId: string): Promise<Held[]> {
  const population = fellows();
  const planned = assemblies();
  const { fellowIds, activeIds } = network;
  const outcomes = await stage.each(planned, (assembly) => {
    const hostId = fellowIds[assembly.host]!;
    const reviewerId =
      activeIds.find((id, at) => id !== hostId && at >= assembly.number % activeIds.length) ?? activeIds[0]!;
    return hold(stage, waveId, {
      assembly,
      country: population[assembly.host]!.country,
      hostId,
      reviewerId,
      methodologyVersionId,
    });
  });
  const held = outcomes.filter((outcome) => outcome !== undefined);
  const fate = (name: string): number => planned.filter((assembly) => assembly.fate === name).length;
  stage.tell(
    `${planned.length} assemblies planned with approved adaptations: ${held.length} concluded, ` +
      `${fate('cancelled')} cancelled, ${fate('postponed')} postponed past the window`,
  );
  return held;
}

/** Takes in results and publishes what is there. */
async function release(stage: Stage, waveId: string, held: Held[]): Promise<void> {
  const answers = await sendResults(stage, held);
  stage.tell(`${answers.toLocaleString('en')} answers of ${held.length} assemblies arrived`);
  const params = keyed(`release-with-${held[0]!.assembly.number}`);
  const { number, assemblyIds } = await viewOf(
    stage.rapporteur.results.POST('/v1/releases', { params, body: { waveId } }),
  );
  stage.tell(`release ${number} published, with ${assemblyIds.length} assemblies`);
}
