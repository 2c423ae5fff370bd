import { Module, type Type } from '@nestjs/common';
import { PartnerActivated, PartnerReinstated, PartnerSuspended } from '@polyphony/contracts';
import { Consumer, CREATE_MESSAGING_TABLES, OnEvent, type Received } from '@polyphony/messaging';
import { CREATE_COMMAND_TABLES, type ServiceDefinition } from '@polyphony/service-kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { copyPartners, CREATE_PARTNER_COPY } from './partner-copy.js';

type PartnerEvent = PartnerActivated | PartnerSuspended | PartnerReinstated;

@Consumer('partner-copy', { tables: ['partner_copy'] })
class PartnerCopyConsumer {
  @OnEvent(PartnerActivated, PartnerSuspended, PartnerReinstated)
  async apply(tx: EntityManager, events: Received<PartnerEvent>[]): Promise<void> {
    await copyPartners(tx, events);
  }
}

/** The channel on which each key is told in the transaction of its effect, so when that commits. */
export const VISIBLE = 'visible';

@Consumer('partner-copy', { tables: ['partner_copy'] })
class TellingConsumer {
  @OnEvent(PartnerActivated, PartnerSuspended, PartnerReinstated)
  async apply(tx: EntityManager, events: Received<PartnerEvent>[]): Promise<void> {
    await copyPartners(tx, events);
    await tx.query(`SELECT pg_notify('${VISIBLE}', key) FROM unnest($1::text[]) AS key`, [
      events.map(({ key }) => key),
    ]);
  }
}

export class CreateBench1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(CREATE_MESSAGING_TABLES);
    await db.query(CREATE_COMMAND_TABLES);
    await db.query(CREATE_PARTNER_COPY);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE partner_copy');
  }
}

@Module({ controllers: [PartnerCopyConsumer] })
class ProjectionModule {}

@Module({ controllers: [TellingConsumer] })
class TellingModule {}

/** A service whose only work is the measured projection. */
export const projection = definition('bench-projection', ProjectionModule);

/** The same, which also tells when each effect has become visible. */
export const telling = definition('bench-latency', TellingModule);

function definition(name: string, module: Type): ServiceDefinition {
  return { name, module, entities: [], migrations: [CreateBench1700000000000] };
}
