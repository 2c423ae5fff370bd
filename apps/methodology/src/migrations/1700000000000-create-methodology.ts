import { CREATE_MESSAGING_TABLES, DROP_MESSAGING_TABLES } from '@polyphony/messaging';
import { CREATE_COMMAND_TABLES, DROP_COMMAND_TABLES } from '@polyphony/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMethodology1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(CREATE_MESSAGING_TABLES);
    await db.query(CREATE_COMMAND_TABLES);
    await db.query(`
      CREATE TABLE network_partner (
        partner_id uuid CONSTRAINT network_partner_pk PRIMARY KEY,
        standing   text NOT NULL,
        -- Null until its activation.
        active     boolean
      );

      CREATE TABLE methodology_version (
        id              uuid CONSTRAINT methodology_version_pk PRIMARY KEY,
        version         integer NOT NULL,
        methodology     text NOT NULL,
        semver          text NOT NULL,
        title           text NOT NULL,
        source_language text NOT NULL,
        content         jsonb NOT NULL,
        changes         jsonb NOT NULL,
        status          text NOT NULL CONSTRAINT methodology_version_status_check CHECK (status IN ('draft', 'published')),
        drafted_at      timestamptz NOT NULL,
        published_at    timestamptz,
        CONSTRAINT methodology_version_methodology_semver_key UNIQUE (methodology, semver),
        CONSTRAINT methodology_version_published_at_check CHECK ((status = 'published') = (published_at IS NOT NULL))
      );

      CREATE TABLE change_proposal (
        id                     uuid CONSTRAINT change_proposal_pk PRIMARY KEY,
        version                integer NOT NULL,
        methodology_version_id uuid NOT NULL
          CONSTRAINT change_proposal_methodology_version_id_fk REFERENCES methodology_version (id),
        partner_id             uuid NOT NULL,
        element_id             text NOT NULL,
        change                 text NOT NULL,
        reason                 text NOT NULL,
        stances                jsonb NOT NULL,
        decision               jsonb,
        status                 text NOT NULL CONSTRAINT change_proposal_status_check CHECK (status IN ('open', 'accepted', 'rejected')),
        raised_at              timestamptz NOT NULL,
        CONSTRAINT change_proposal_decision_check CHECK ((status = 'open') = (decision IS NULL))
      );
      CREATE INDEX change_proposal_methodology_version_id_idx ON change_proposal (methodology_version_id);

      CREATE TABLE adaptation (
        id                     uuid CONSTRAINT adaptation_pk PRIMARY KEY,
        version                integer NOT NULL,
        methodology_version_id uuid NOT NULL
          CONSTRAINT adaptation_methodology_version_id_fk REFERENCES methodology_version (id),
        partner_id             uuid NOT NULL,
        number                 integer,
        languages              text[] NOT NULL,
        edits                  jsonb NOT NULL,
        status                 text NOT NULL
          CONSTRAINT adaptation_status_check CHECK (status IN ('draft', 'submitted', 'approved', 'rejected')),
        review                 jsonb,
        drafted_at             timestamptz NOT NULL,
        submitted_at           timestamptz,
        CONSTRAINT adaptation_number_key UNIQUE (partner_id, methodology_version_id, number),
        CONSTRAINT adaptation_number_check CHECK ((status = 'approved') = (number IS NOT NULL)),
        CONSTRAINT adaptation_review_check CHECK (status NOT IN ('approved', 'rejected') OR review IS NOT NULL)
      );
      CREATE INDEX adaptation_methodology_version_id_idx ON adaptation (methodology_version_id);

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% % is % and never changes', tg_table_name, OLD.id, OLD.status;
      END $$;
      CREATE TRIGGER methodology_version_immutable BEFORE UPDATE OR DELETE ON methodology_version
        FOR EACH ROW WHEN (OLD.status = 'published') EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER adaptation_immutable BEFORE UPDATE OR DELETE ON adaptation
        FOR EACH ROW WHEN (OLD.status = 'approved') EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE adaptation, change_proposal, methodology_version, network_partner');
    await db.query('DROP FUNCTION refuse_change');
    await db.query(DROP_COMMAND_TABLES);
    await db.query(DROP_MESSAGING_TABLES);
  }
}
