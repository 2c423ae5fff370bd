import { Module } from '@nestjs/common';
import { TallyController } from './tally.controller.js';
import { TallyQueries } from './tally.queries.js';

@Module({ controllers: [TallyController], providers: [TallyQueries] })
export class TallyModule {}
