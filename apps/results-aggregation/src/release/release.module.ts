import { Module } from '@nestjs/common';
import { ReleaseController } from './release.controller.js';
import { ReleaseQueries } from './release.queries.js';
import { ReleaseService } from './release.service.js';

@Module({ controllers: [ReleaseController], providers: [ReleaseService, ReleaseQueries] })
export class ReleaseModule {}
