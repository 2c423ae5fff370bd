import { PartnerState } from '@polyphony/contracts';
import type { EntityManager } from 'typeorm';
import { partnerById } from './partner.queries.js';

/** What everybody may know of a partner; undefined once it is erased. */
export async function partnerState(tx: EntityManager, id: string): Promise<PartnerState | undefined> {
  const { kind, standing, name, country, region, languages, topics, declaresInterest, status, registeredAt } =
    await partnerById(tx, id);
  if (status === 'erased') return undefined;
  return new PartnerState({
    partnerId: id,
    kind,
    standing,
    name,
    country,
    region,
    languages,
    topics,
    declaresInterest,
    status,
    registeredAt,
  });
}
