import { Module } from '@nestjs/common';
import { WaveController } from './wave.controller.js';
import { WaveQueries } from './wave.queries.js';
import { WaveService } from './wave.service.js';

@Module({ controllers: [WaveController], providers: [WaveService, WaveQueries] })
export class WaveModule {}
