import { Module } from '@nestjs/common';
import { HostPartnerConsumer } from './host-partner.consumer.js';

@Module({ controllers: [HostPartnerConsumer] })
export class HostPartnerModule {}
