import { Module } from '@nestjs/common';
import { CoalitionController } from './coalition.controller.js';
import { CoalitionQueries } from './coalition.queries.js';
import { CoalitionService } from './coalition.service.js';

@Module({ controllers: [CoalitionController], providers: [CoalitionService, CoalitionQueries] })
export class CoalitionModule {}
