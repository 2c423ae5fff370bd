import { Module } from '@nestjs/common';
import { MethodologyVersionController } from './methodology-version.controller.js';
import { MethodologyVersionQueries } from './methodology-version.queries.js';
import { MethodologyVersionService } from './methodology-version.service.js';

@Module({
  controllers: [MethodologyVersionController],
  providers: [MethodologyVersionService, MethodologyVersionQueries],
})
export class MethodologyVersionModule {}
