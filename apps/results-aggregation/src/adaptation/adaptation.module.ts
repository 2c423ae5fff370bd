import { Module } from '@nestjs/common';
import { AdaptationConsumer } from './adaptation.consumer.js';

@Module({ controllers: [AdaptationConsumer] })
export class AdaptationModule {}
