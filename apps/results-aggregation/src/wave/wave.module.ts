import { Module } from '@nestjs/common';
import { WaveConsumer } from './wave.consumer.js';

@Module({ controllers: [WaveConsumer] })
export class WaveModule {}
