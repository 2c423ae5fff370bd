import { Module } from '@nestjs/common';
import { AdaptationController } from './adaptation.controller.js';
import { AdaptationQueries } from './adaptation.queries.js';
import { AdaptationService } from './adaptation.service.js';

@Module({ controllers: [AdaptationController], providers: [AdaptationService, AdaptationQueries] })
export class AdaptationModule {}
