import type { Api, Versioned } from '../api/api.js';

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
  const coalition = await api.create<Versioned>('partner-registry', '/v1/coalitions', 'coalition', {
    name: 'Polis open data',
    purpose: 'Locally initiated online conversations, replayed from their published exports.',
    leadPartnerId: host.id,
    members: [host, reviewer].map(({ id }) => ({ partnerId: id, from: '2012-01-01' })),
  });
  return { hostId: host.id, reviewerId: reviewer.id, coalitionId: coalition.id };
}

async function active(api: Api, key: string, name: string, country: string): Promise<Versioned> {
  const registered = await api.create<Versioned>('partner-registry', '/v1/partners', `partner-${key}`, {
    kind: 'organisation',
    standing: 'fellow',
    name,
    country,
    languages: ['en'],
    topics: ['open-data'],
    independence: { interests: [] },
  });
  return api.command('partner-registry', '/v1/partners/:id/activation', registered);
}
