import { Module } from '@nestjs/common';
import { CoalitionConsumer } from './coalition.consumer.js';

@Module({ controllers: [CoalitionConsumer] })
export class CoalitionModule {}
