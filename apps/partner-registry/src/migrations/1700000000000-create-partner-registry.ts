import { CREATE_MESSAGING_TABLES, DROP_MESSAGING_TABLES } from '@polyphony/messaging';
import { CREATE_COMMAND_TABLES, DROP_COMMAND_TABLES } from '@polyphony/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePartnerRegistry1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(CREATE_MESSAGING_TABLES);
    await db.query(CREATE_COMMAND_TABLES);
    await db.query(`
      CREATE TABLE partner (
        id                uuid CONSTRAINT partner_pk PRIMARY KEY,
        version           integer NOT NULL,
        kind              text NOT NULL CONSTRAINT partner_kind_check CHECK (kind IN ('organisation', 'person')),
        standing          text NOT NULL CONSTRAINT partner_standing_check CHECK (standing IN ('fellow', 'strategic')),
        name              text NOT NULL,
        country           char(2) NOT NULL,
        region            text NOT NULL,
        languages         text[] NOT NULL,
        topics            text[] NOT NULL,
        independence      jsonb NOT NULL,
        status            text NOT NULL CONSTRAINT partner_status_check CHECK (status IN ('registered', 'active', 'suspended')),
        suspension_reason text,
        suspension_note   text,
        registered_at     timestamptz NOT NULL,
        CONSTRAINT partner_suspension_reason_check CHECK ((status = 'suspended') = (suspension_reason IS NOT NULL))
      );
      CREATE INDEX partner_country_idx ON partner (country);

      CREATE TABLE coalition (
        id              uuid CONSTRAINT coalition_pk PRIMARY KEY,
        version         integer NOT NULL,
        name            text NOT NULL,
        purpose         text NOT NULL,
        lead_partner_id uuid NOT NULL CONSTRAINT coalition_lead_partner_id_fk REFERENCES partner (id),
        chartered_at    timestamptz NOT NULL
      );
      CREATE TABLE coalition_member (
        id           uuid CONSTRAINT coalition_member_pk PRIMARY KEY,
        coalition_id uuid NOT NULL CONSTRAINT coalition_member_coalition_id_fk REFERENCES coalition (id),
        partner_id   uuid NOT NULL CONSTRAINT coalition_member_partner_id_fk REFERENCES partner (id),
        from_date    date NOT NULL,
        until_date   date,
        CONSTRAINT coalition_member_until_date_check CHECK (until_date > from_date),
        -- I-2: a partner is at most once a member of a coalition at any time.
        CONSTRAINT coalition_member_coalition_id_partner_id_excl EXCLUDE USING gist
          (coalition_id WITH =, partner_id WITH =, daterange(from_date, until_date) WITH &&)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE coalition_member, coalition, partner');
    await db.query(DROP_COMMAND_TABLES);
    await db.query(DROP_MESSAGING_TABLES);
  }
}
