import { Module } from '@nestjs/common';
import { CREATE_MESSAGING_TABLES } from '@polyphony/messaging';
import { CREATE_COMMAND_TABLES, type ServiceDefinition } from '@polyphony/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LedgerConsumer } from './ledger.consumer.js';

@Module({ controllers: [LedgerConsumer] })
class ProbeModule {}

export class CreateProbe1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(CREATE_MESSAGING_TABLES);
    await db.query(CREATE_COMMAND_TABLES);
    await db.query(`
      CREATE TABLE ledger (partner_id text CONSTRAINT ledger_pk PRIMARY KEY, applied integer NOT NULL, trail text NOT NULL);
      CREATE TABLE refusal (partner_id text CONSTRAINT refusal_pk PRIMARY KEY, sqlstate text);
      CREATE SEQUENCE refused;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE ledger, refusal; DROP SEQUENCE refused');
  }
}

/** A service whose only effect counts: a lost, repeated or reordered event can be read off its ledger. */
export const probe: ServiceDefinition = {
  name: 'probe',
  module: ProbeModule,
  entities: [],
  migrations: [CreateProbe1700000000000],
};
