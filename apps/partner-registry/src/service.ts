import { PartnerState } from '@polyphony/contracts';
import { publicState, type ServiceDefinition } from '@polyphony/service-kit';
import { AppModule } from './app.module.js';
import { Coalition, CoalitionMember } from './coalition/coalition.js';
import { CreatePartnerRegistry1700000000000 } from './migrations/1700000000000-create-partner-registry.js';
import { ErasePartners1764000000000 } from './migrations/1764000000000-erase-partners.js';
import { Partner } from './partner/partner.js';
import { partnerState } from './partner/partner.state.js';

/** The partner registry: who is in the network, and in which coalitions. */
export const partnerRegistry: ServiceDefinition = {
  name: 'partner-registry',
  module: AppModule,
  entities: [Partner, Coalition, CoalitionMember],
  migrations: [CreatePartnerRegistry1700000000000, ErasePartners1764000000000],
  states: [publicState(Partner, PartnerState, partnerState)],
};
