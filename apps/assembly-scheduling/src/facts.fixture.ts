import {
  AdaptationApproved,
  CoalitionChartered,
  MethodologyVersionPublished,
  PartnerActivated,
  PartnerErased,
  PartnerRegistered,
  type Membership,
} from '@polyphony/contracts';
import type { TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';

const AT = '2026-01-05T10:00:00.000Z';

/** What other services have told, as a spec needs it; everything has an id of its own. */
export function factsFor(service: TestService) {
  return {
    /** A partner is active in Kenya. @returns its id */
    async partner(standing: 'fellow' | 'strategic' = 'fellow'): Promise<string> {
      const partnerId = uuid();
      const event = new PartnerActivated({ partnerId, standing, country: 'KE', region: 'africa', activatedAt: AT });
      await service.publish(event, { id: partnerId, version: 2 });
      return partnerId;
    },

    /** A partner is registered, and not yet active. */
    async registered(partnerId: string): Promise<void> {
      const event = new PartnerRegistered({
        partnerId,
        kind: 'person',
        standing: 'fellow',
        country: 'KE',
        region: 'africa',
        languages: ['sw'],
        declaresInterest: false,
        registeredAt: AT,
      });
      await service.publish(event, { id: partnerId, version: 1 });
    },

    /** A partner that was never active is erased. */
    async erased(partnerId: string): Promise<void> {
      const event = new PartnerErased({ partnerId, reason: 'own-request', erasedAt: AT });
      await service.publish(event, { id: partnerId, version: 2 });
    },

    /** A coalition of these members, led by the first. @returns its id */
    async coalition(members: Membership[]): Promise<string> {
      const coalitionId = uuid();
      const leadPartnerId = members[0]!.partnerId;
      const event = new CoalitionChartered({ coalitionId, leadPartnerId, members, charteredAt: AT });
      await service.publish(event, { id: coalitionId, version: 1 });
      return coalitionId;
    },

    /** A methodology version without questions is public. @returns its id */
    async methodologyVersion(): Promise<string> {
      const methodologyVersionId = uuid();
      const event = new MethodologyVersionPublished({
        methodologyVersionId,
        methodology: 'global-dialogue',
        semver: '1.0.0',
        sourceLanguage: 'en',
        questions: [],
        publishedAt: AT,
      });
      await service.publish(event, { id: methodologyVersionId, version: 3 });
      return methodologyVersionId;
    },

    /** An adaptation is approved. @returns its id */
    async adaptation(partnerId: string, methodologyVersionId: string): Promise<string> {
      const adaptationId = uuid();
      const event = new AdaptationApproved({
        adaptationId,
        methodologyVersionId,
        partnerId,
        languages: ['sw'],
        questions: [],
        localQuestions: [],
        approvedAt: AT,
      });
      await service.publish(event, { id: adaptationId, version: 4 });
      return adaptationId;
    },
  };
}
