import { Module } from '@nestjs/common';
import { AdaptationModule } from './adaptation/adaptation.module.js';
import { AssemblyModule } from './assembly/assembly.module.js';
import { MethodologyVersionModule } from './methodology-version/methodology-version.module.js';
import { ReleaseModule } from './release/release.module.js';
import { SubmissionModule } from './submission/submission.module.js';
import { TallyModule } from './tally/tally.module.js';
import { WaveModule } from './wave/wave.module.js';

@Module({
  imports: [
    MethodologyVersionModule,
    AdaptationModule,
    WaveModule,
    AssemblyModule,
    SubmissionModule,
    TallyModule,
    ReleaseModule,
  ],
})
export class AppModule {}
