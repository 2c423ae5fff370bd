import { Module } from '@nestjs/common';
import { ChangeProposalController } from './change-proposal.controller.js';
import { ChangeProposalQueries } from './change-proposal.queries.js';
import { ChangeProposalService } from './change-proposal.service.js';

@Module({ controllers: [ChangeProposalController], providers: [ChangeProposalService, ChangeProposalQueries] })
export class ChangeProposalModule {}
