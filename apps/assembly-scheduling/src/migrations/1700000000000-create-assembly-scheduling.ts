import { CREATE_MESSAGING_TABLES, DROP_MESSAGING_TABLES } from '@polyphony/messaging';
import { CREATE_COMMAND_TABLES, DROP_COMMAND_TABLES } from '@polyphony/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAssemblyScheduling1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(CREATE_MESSAGING_TABLES);
    await db.query(CREATE_COMMAND_TABLES);
    await db.query(`
      CREATE TABLE host_partner (
        partner_id uuid CONSTRAINT host_partner_pk PRIMARY KEY,
        standing   text NOT NULL,
        country    char(2) NOT NULL,
        region     text NOT NULL,
        active     boolean NOT NULL
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE host_partner');
    await db.query(DROP_COMMAND_TABLES);
    await db.query(DROP_MESSAGING_TABLES);
  }
}
