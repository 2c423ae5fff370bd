import { Module } from '@nestjs/common';
import { NetworkPartnerConsumer } from './network-partner.consumer.js';

@Module({ controllers: [NetworkPartnerConsumer] })
export class NetworkPartnerModule {}
