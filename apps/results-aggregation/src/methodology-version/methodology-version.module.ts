import { Module } from '@nestjs/common';
import { MethodologyVersionConsumer } from './methodology-version.consumer.js';

@Module({ controllers: [MethodologyVersionConsumer] })
export class MethodologyVersionModule {}
