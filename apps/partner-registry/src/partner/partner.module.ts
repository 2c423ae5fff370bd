import { Module } from '@nestjs/common';
import { PartnerController } from './partner.controller.js';
import { PartnerQueries } from './partner.queries.js';
import { PartnerService } from './partner.service.js';

@Module({ controllers: [PartnerController], providers: [PartnerService, PartnerQueries] })
export class PartnerModule {}
