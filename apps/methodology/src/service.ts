import { AdaptationState, MethodologyVersionState } from '@polyphony/contracts';
import { publicState, type ServiceDefinition } from '@polyphony/service-kit';
import { Adaptation } from './adaptation/adaptation.js';
import { adaptationState } from './adaptation/adaptation.state.js';
import { AppModule } from './app.module.js';
import { ChangeProposal } from './change-proposal/change-proposal.js';
import { MethodologyVersion } from './methodology-version/methodology-version.js';
import { methodologyVersionState } from './methodology-version/methodology-version.state.js';
import { CreateMethodology1700000000000 } from './migrations/1700000000000-create-methodology.js';

/** Methodology: the common method, how it is decided on, and how partners adapt it. */
export const methodology: ServiceDefinition = {
  name: 'methodology',
  module: AppModule,
  entities: [MethodologyVersion, ChangeProposal, Adaptation],
  migrations: [CreateMethodology1700000000000],
  states: [
    publicState(MethodologyVersion, MethodologyVersionState, methodologyVersionState),
    publicState(Adaptation, AdaptationState, adaptationState),
  ],
};
