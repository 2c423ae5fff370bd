import { keyed, on, viewOf, type Schema, type Versioned } from '@polyphony/client';
import { fellows, strategicPartners, type DemoFellow } from './population.js';
import type { Stage } from './stage.js';

type Profile = Schema<'partner-registry', 'RegisterPartner'>;

const SINCE = '2025-01-01';

/** The network as the later steps need it. */
export interface Network {
  /** Id of each fellow, at its place in the population. */
  fellowIds: string[];
  /** Whoever is active now. */
  activeIds: string[];
  /** Convenes the wave. */
  globalCoalitionId: string;
}

/** Registers the whole population, activates those who take part, charters two coalitions, suspends three fellows. */
export async function buildNetwork(stage: Stage): Promise<Network> {
  const population = fellows();
  const registered = await stage.each(population, (fellow, at) => register(stage, `fellow-${at}`, profileOf(fellow)));
  const strategic = await stage.each(strategicPartners(), (partner, at) =>
    register(stage, `strategic-${at}`, {
      kind: 'organisation',
      standing: 'strategic',
      name: partner.name,
      country: partner.country,
      languages: partner.languages,
      topics: ['internet-governance'],
      independence: balanced(partner.interests),
    }),
  );
  stage.tell(`${registered.length} fellows and ${strategic.length} strategic partners registered`);

  const taking = population.flatMap(({ status }, at) => (status === 'registered' ? [] : [registered[at]!]));
  const activated = await stage.each([...taking, ...strategic], (partner) =>
    viewOf(stage.coordinator.registry.POST('/v1/partners/{id}/activation', { params: on(partner) })),
  );
  stage.tell(`${taking.length} fellows and ${strategic.length} strategic partners activated`);

  const isAfrican = (at: number): boolean => population[at]!.country.region === 'africa';
  const african = population.flatMap(({ status }, at) =>
    status === 'active' && isAfrican(at) ? [registered[at]!] : [],
  );
  const global = await charter(stage, 'Global coalition for the future of the Internet', activated);
  await charter(stage, 'African coalition on data', african);
  stage.tell(`2 coalitions chartered, of ${activated.length} and ${african.length} partners`);

  const byId = new Map(activated.map((partner) => [partner.id, partner]));
  const suspended = population.flatMap(({ status }, at) =>
    status === 'suspended' ? [byId.get(registered[at]!.id)!] : [],
  );
  const reasons = ['inactivity', 'own-request', 'independence-breach'] as const;
  await stage.each(suspended, (partner, at) => {
    const body = { reason: reasons[at % reasons.length]! };
    return viewOf(stage.coordinator.registry.POST('/v1/partners/{id}/suspension', { params: on(partner), body }));
  });
  stage.tell(`${suspended.length} fellows suspended`);
  return {
    fellowIds: registered.map(({ id }) => id),
    activeIds: population.flatMap(({ status }, at) => (status === 'active' ? [registered[at]!.id] : [])),
    globalCoalitionId: global.id,
  };
}

function register(stage: Stage, key: string, body: Profile): Promise<Versioned> {
  return viewOf(stage.coordinator.registry.POST('/v1/partners', { params: keyed(key), body }));
}

function profileOf({ kind, name, country }: DemoFellow): Profile {
  const { code, languages } = country;
  return {
    kind,
    standing: 'fellow',
    name,
    country: code,
    languages,
    topics: ['participation', 'internet'],
    independence: { interests: [] },
  };
}

function balanced(interests: string[]): Profile['independence'] {
  return interests.length === 0 ? { interests } : { interests, balancedBy: 'has no voice in approving questions' };
}

function charter(stage: Stage, name: string, members: Versioned[]): Promise<Versioned> {
  const body = {
    name,
    purpose: 'Prepares, holds and carries on one dialogue together.',
    leadPartnerId: members[0]!.id,
    members: members.map(({ id }) => ({ partnerId: id, from: SINCE })),
  };
  return viewOf(stage.coordinator.registry.POST('/v1/coalitions', { params: keyed(name), body }));
}
