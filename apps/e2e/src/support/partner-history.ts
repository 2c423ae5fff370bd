import { PartnerActivated, PartnerRegistered, PartnerReinstated, PartnerSuspended } from '@polyphony/contracts';

/** One event of a partner, with the version that it makes. */
export interface PartnerEvent {
  event: object;
  id: string;
  version: number;
}

const AT = '2026-05-01T10:00:00.000Z';

/** The first `length` events in the life of a partner: registered, activated, then suspended and reinstated in turn. */
export function partnerHistory(id: string, length: number): PartnerEvent[] {
  return Array.from({ length }, (_, index) => partnerEvent(id, index + 1));
}

/** The event that makes this version of a partner. */
export function partnerEvent(id: string, version: number): PartnerEvent {
  return { id, version, event: eventAt(id, version - 1) };
}

/** What the ledger must hold of a partner after these many events. */
export const trailOf = (length: number): string => Array.from({ length }, (_, index) => index + 1).join(',');

function eventAt(partnerId: string, index: number): object {
  if (index === 0)
    return new PartnerRegistered({
      partnerId,
      kind: 'organisation',
      standing: 'fellow',
      country: 'KE',
      region: 'africa',
      languages: ['sw'],
      declaresInterest: false,
      registeredAt: AT,
    });
  if (index === 1)
    return new PartnerActivated({ partnerId, standing: 'fellow', country: 'KE', region: 'africa', activatedAt: AT });
  return index % 2 === 0
    ? new PartnerSuspended({ partnerId, reason: 'safety', suspendedAt: AT })
    : new PartnerReinstated({ partnerId, reinstatedAt: AT });
}
