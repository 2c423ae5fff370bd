import { Module } from '@nestjs/common';
import { HostPartnerModule } from './host-partner/host-partner.module.js';

@Module({ imports: [HostPartnerModule] })
export class AppModule {}
