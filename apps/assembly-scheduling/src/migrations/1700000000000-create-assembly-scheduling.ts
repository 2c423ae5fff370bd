import { CREATE_MESSAGING_TABLES, DROP_MESSAGING_TABLES } from '@polyphony/messaging';
import { CREATE_COMMAND_TABLES, DROP_COMMAND_TABLES } from '@polyphony/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAssemblyScheduling1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(CREATE_MESSAGING_TABLES);
    await db.query(CREATE_COMMAND_TABLES);
    // Copies are changed by their consumers only, and emptied by a rebuild: nothing references them.
    await db.query(`
      CREATE TABLE host_partner (
        partner_id uuid CONSTRAINT host_partner_pk PRIMARY KEY,
        standing   text NOT NULL,
        country    char(2) NOT NULL,
        region     text NOT NULL,
        -- Null until its activation.
        active     boolean
      );
      CREATE TABLE coalition (
        coalition_id    uuid CONSTRAINT coalition_pk PRIMARY KEY,
        lead_partner_id uuid NOT NULL
      );
      CREATE TABLE coalition_member (
        coalition_id uuid NOT NULL,
        partner_id   uuid NOT NULL,
        from_date    date NOT NULL,
        until_date   date,
        CONSTRAINT coalition_member_pk PRIMARY KEY (coalition_id, partner_id, from_date)
      );
      CREATE TABLE methodology_version (
        methodology_version_id uuid CONSTRAINT methodology_version_pk PRIMARY KEY,
        methodology            text NOT NULL,
        semver                 text NOT NULL
      );
      CREATE TABLE adaptation (
        adaptation_id          uuid CONSTRAINT adaptation_pk PRIMARY KEY,
        partner_id             uuid NOT NULL,
        methodology_version_id uuid NOT NULL
      );
    `);
    await db.query(`
      CREATE TABLE wave (
        id                     uuid CONSTRAINT wave_pk PRIMARY KEY,
        version                integer NOT NULL,
        coalition_id           uuid NOT NULL,
        subject                text NOT NULL,
        addressee              text NOT NULL,
        opens_on               date NOT NULL,
        closes_on              date NOT NULL,
        methodology_version_id uuid NOT NULL,
        convened_at            timestamptz NOT NULL,
        CONSTRAINT wave_closes_on_check CHECK (closes_on >= opens_on)
      );
      CREATE INDEX wave_coalition_id_idx ON wave (coalition_id);

      CREATE TABLE assembly (
        id                  uuid CONSTRAINT assembly_pk PRIMARY KEY,
        version             integer NOT NULL,
        wave_id             uuid NOT NULL CONSTRAINT assembly_wave_id_fk REFERENCES wave (id),
        partner_id          uuid NOT NULL,
        title               text NOT NULL,
        country             char(2) NOT NULL,
        region              text NOT NULL,
        locally_initiated   boolean NOT NULL,
        capacity            integer CONSTRAINT assembly_capacity_check CHECK (capacity > 0),
        status              text NOT NULL CONSTRAINT assembly_status_check
                              CHECK (status IN ('proposed', 'scheduled', 'postponed', 'in-session', 'concluded', 'cancelled')),
        adaptation_id       uuid,
        outside_window      boolean NOT NULL,
        proposed_at         timestamptz NOT NULL,
        scheduled_at        timestamptz,
        postponed_at        timestamptz,
        postponement_reason text,
        postponement_note   text,
        started_at          timestamptz,
        concluded_at        timestamptz,
        invited             integer CONSTRAINT assembly_invited_check CHECK (invited >= 0),
        confirmed           integer CONSTRAINT assembly_confirmed_check CHECK (confirmed >= 0),
        attended            integer CONSTRAINT assembly_attended_check CHECK (attended >= 0),
        cancelled_at        timestamptz,
        cancellation_reason text,
        cancellation_note   text,
        CONSTRAINT assembly_adaptation_id_check CHECK (status IN ('proposed', 'cancelled') OR adaptation_id IS NOT NULL),
        CONSTRAINT assembly_scheduled_at_check CHECK (status IN ('proposed', 'cancelled') OR scheduled_at IS NOT NULL),
        CONSTRAINT assembly_postponed_at_check CHECK ((postponed_at IS NULL) = (postponement_reason IS NULL)),
        CONSTRAINT assembly_started_at_check CHECK ((status IN ('in-session', 'concluded')) = (started_at IS NOT NULL)),
        CONSTRAINT assembly_concluded_at_check CHECK
          ((status = 'concluded') = (concluded_at IS NOT NULL) AND (concluded_at IS NULL OR concluded_at >= started_at)),
        CONSTRAINT assembly_attendance_check CHECK
          (num_nonnulls(invited, confirmed, attended) = CASE WHEN status = 'concluded' THEN 3 ELSE 0 END),
        CONSTRAINT assembly_cancelled_at_check CHECK
          ((status = 'cancelled') = (cancelled_at IS NOT NULL) AND (cancelled_at IS NULL) = (cancellation_reason IS NULL))
      );
      CREATE INDEX assembly_wave_id_idx ON assembly (wave_id);
      CREATE INDEX assembly_partner_id_idx ON assembly (partner_id);

      -- I-12: wall-clock time, zone and the rules used are kept; the instants are computed from them.
      CREATE TABLE assembly_session (
        assembly_id      uuid NOT NULL CONSTRAINT assembly_session_assembly_id_fk REFERENCES assembly (id),
        position         integer NOT NULL,
        local_start      timestamp NOT NULL,
        zone             text NOT NULL,
        zone_rules       text NOT NULL,
        duration_minutes integer NOT NULL CONSTRAINT assembly_session_duration_minutes_check CHECK (duration_minutes > 0),
        starts_at        timestamptz NOT NULL,
        ends_at          timestamptz NOT NULL,
        CONSTRAINT assembly_session_pk PRIMARY KEY (assembly_id, position),
        CONSTRAINT assembly_session_ends_at_check CHECK (ends_at > starts_at),
        CONSTRAINT assembly_session_assembly_id_starts_at_excl EXCLUDE USING gist
          (assembly_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE assembly_session, assembly, wave');
    await db.query('DROP TABLE adaptation, methodology_version, coalition_member, coalition, host_partner');
    await db.query(DROP_COMMAND_TABLES);
    await db.query(DROP_MESSAGING_TABLES);
  }
}
