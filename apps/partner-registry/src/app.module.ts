import { Module } from '@nestjs/common';
import { CoalitionModule } from './coalition/coalition.module.js';
import { PartnerModule } from './partner/partner.module.js';

@Module({ imports: [PartnerModule, CoalitionModule] })
export class AppModule {}
