import { Module } from '@nestjs/common';
import { AdaptationModule } from './adaptation/adaptation.module.js';
import { ChangeProposalModule } from './change-proposal/change-proposal.module.js';
import { MethodologyVersionModule } from './methodology-version/methodology-version.module.js';
import { NetworkPartnerModule } from './network-partner/network-partner.module.js';

@Module({ imports: [NetworkPartnerModule, MethodologyVersionModule, ChangeProposalModule, AdaptationModule] })
export class AppModule {}
