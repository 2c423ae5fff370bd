import { keyed, on, viewOf, type Versioned } from '@polyphony/client';
import type { Api } from '../api/api.js';

/** Who holds the replayed assemblies, and who reviews how they ask. */
export interface Organisers {
  hostId: string;
  reviewerId: string;
  coalitionId: string;
}

/** Registers the host and a reviewer of another organisation, and their coalition. */
export async function registerOrganisers(api: Api): Promise<Organisers> {
  const host = await active(api, 'host', 'Polis open data: Scoop and Public Engagement Projects', 'NZ');
  const reviewer = await active(api, 'reviewer', 'Polis open data: reviewer', 'AU');
  const body = {
    name: 'Polis open data',
    purpose: 'Locally initiated online conversations, replayed from their published exports.',
    leadPartnerId: host.id,
    members: [host, reviewer].map(({ id }) => ({ partnerId: id, from: '2012-01-01' })),
  };
  const coalition = await viewOf(api.registry.POST('/v1/coalitions', { params: keyed('coalition'), body }));
  return { hostId: host.id, reviewerId: reviewer.id, coalitionId: coalition.id };
}

async function active(api: Api, key: string, name: string, country: string): Promise<Versioned> {
  const body = {
    kind: 'organisation' as const,
    standing: 'fellow' as const,
    name,
    country,
    languages: ['en'],
    topics: ['open-data'],
    independence: { interests: [] },
  };
  const registered = await viewOf(api.registry.POST('/v1/partners', { params: keyed(`partner-${key}`), body }));
  return viewOf(api.registry.POST('/v1/partners/{id}/activation', { params: on(registered) }));
}
