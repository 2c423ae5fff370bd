import { Module } from '@nestjs/common';
import { AssemblyConsumer } from './assembly.consumer.js';

@Module({ controllers: [AssemblyConsumer] })
export class AssemblyModule {}
