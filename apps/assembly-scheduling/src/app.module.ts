import { Module } from '@nestjs/common';
import { AdaptationModule } from './adaptation/adaptation.module.js';
import { AssemblyModule } from './assembly/assembly.module.js';
import { CoalitionModule } from './coalition/coalition.module.js';
import { HostPartnerModule } from './host-partner/host-partner.module.js';
import { MethodologyVersionModule } from './methodology-version/methodology-version.module.js';
import { WaveModule } from './wave/wave.module.js';

@Module({
  imports: [HostPartnerModule, CoalitionModule, MethodologyVersionModule, AdaptationModule, WaveModule, AssemblyModule],
})
export class AppModule {}
