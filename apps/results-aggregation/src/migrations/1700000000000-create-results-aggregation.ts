import { CREATE_MESSAGING_TABLES, DROP_MESSAGING_TABLES } from '@polyphony/messaging';
import { CREATE_COMMAND_TABLES, DROP_COMMAND_TABLES } from '@polyphony/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Our copies of the facts of others; each is changed by its consumer only. */
const COPIES = `
  CREATE TABLE methodology_version (
    methodology_version_id uuid CONSTRAINT methodology_version_pk PRIMARY KEY,
    methodology            text NOT NULL,
    semver                 text NOT NULL,
    questions              json NOT NULL
  );
  CREATE TABLE adaptation (
    adaptation_id          uuid CONSTRAINT adaptation_pk PRIMARY KEY,
    methodology_version_id uuid NOT NULL,
    -- Of its partner and version; null for one that was approved before events told it.
    number                 integer,
    questions              json NOT NULL,
    local_questions        json NOT NULL
  );
  CREATE TABLE wave (
    wave_id                uuid CONSTRAINT wave_pk PRIMARY KEY,
    methodology_version_id uuid NOT NULL
  );
  CREATE TABLE assembly (
    assembly_id   uuid CONSTRAINT assembly_pk PRIMARY KEY,
    wave_id       uuid NOT NULL,
    partner_id    uuid NOT NULL,
    country       char(2) NOT NULL,
    region        text NOT NULL,
    adaptation_id uuid,
    -- How many people came; null until it is concluded.
    attended      integer,
    -- Whether it was held outside of the wave's window; false too for one whose start did not tell.
    outside_window boolean NOT NULL DEFAULT false,
    state         text NOT NULL
      CONSTRAINT assembly_state_check CHECK (state IN ('proposed', 'started', 'concluded', 'cancelled'))
  );
  CREATE INDEX assembly_wave_id_idx ON assembly (wave_id);
`;

const INTAKE = `
  CREATE TABLE submission (
    id            uuid CONSTRAINT submission_pk PRIMARY KEY,
    version       integer NOT NULL,
    assembly_id   uuid NOT NULL,
    submission_id text NOT NULL,
    revision      integer NOT NULL CONSTRAINT submission_revision_check CHECK (revision >= 1),
    content_hash  text NOT NULL,
    -- The fellow's partner that sent it; null for a service, which sends for all.
    sender_partner_id uuid,
    state         text NOT NULL
      CONSTRAINT submission_state_check CHECK (state IN ('judged', 'quarantined', 'released')),
    -- Under which the rows were judged; null while they wait.
    adaptation_id uuid,
    received      integer NOT NULL,
    accepted      integer NOT NULL,
    rejected      integer NOT NULL,
    quarantined   integer NOT NULL,
    rejections    jsonb NOT NULL,
    received_at   timestamptz NOT NULL,
    released_at   timestamptz,
    CONSTRAINT submission_assembly_id_submission_id_revision_key UNIQUE (assembly_id, submission_id, revision),
    CONSTRAINT submission_received_check CHECK (received = accepted + rejected + quarantined)
  );
  CREATE INDEX submission_id_idx ON submission (id) WHERE state = 'quarantined';

  -- Rows as they came, until the events that they wait for.
  CREATE TABLE quarantine (
    receipt_id uuid CONSTRAINT quarantine_pk PRIMARY KEY,
    responses  text NOT NULL
  );

  -- What is tallied together: answers of one kind of unit to one question at one time point in one assembly.
  CREATE TABLE series (
    id          integer GENERATED ALWAYS AS IDENTITY CONSTRAINT series_pk PRIMARY KEY,
    assembly_id uuid NOT NULL,
    question_id text NOT NULL,
    time_point  text NOT NULL,
    unit_kind   text NOT NULL,
    CONSTRAINT series_assembly_id_question_id_time_point_unit_kind_key
      UNIQUE (assembly_id, question_id, time_point, unit_kind)
  );

  -- The accepted rows of a submission in the order that they had, column by column. Code, as the assembly calls it, and
  -- tallied, as it is counted, are numbers of words; answered_at is in milliseconds since 1970.
  CREATE TABLE accepted_rows (
    receipt_id  uuid CONSTRAINT accepted_rows_pk PRIMARY KEY,
    words       text[] NOT NULL,
    series_id   integer[] NOT NULL,
    unit_id     text[] NOT NULL,
    code        integer[] NOT NULL,
    tallied     integer[] NOT NULL,
    answered_at bigint[] NOT NULL
  );
  -- One accepted row each; of a unit's rows in a series the last one counts, in whatever order they came. Place is that of
  -- a submission among those of its assembly: one number sorts faster than revision and id.
  CREATE VIEW response AS
    SELECT assembly_id, answer.series_id, answer.unit_id, words[answer.code] AS code, words[answer.tallied] AS tallied,
           to_timestamp(answer.answered_at / 1000::float8) AS answered_at, revision, submission_id,
           row_number() OVER (
             PARTITION BY answer.series_id, answer.unit_id COLLATE "C", assembly_id
             ORDER BY answer.answered_at DESC, sent.place DESC, answer.place DESC
           ) = 1 AS counts
    FROM (
      SELECT id, assembly_id, revision, submission_id,
             row_number() OVER (PARTITION BY assembly_id ORDER BY revision, submission_id COLLATE "C") AS place
      FROM submission
    ) AS sent
    JOIN accepted_rows AS kept ON receipt_id = sent.id,
         unnest(kept.series_id, kept.unit_id, kept.code, kept.tallied, kept.answered_at) WITH ORDINALITY
           AS answer (series_id, unit_id, code, tallied, answered_at, place);
`;

const RELEASES = `
  CREATE TABLE release (
    id                     uuid CONSTRAINT release_pk PRIMARY KEY,
    version                integer NOT NULL,
    wave_id                uuid NOT NULL,
    number                 integer NOT NULL CONSTRAINT release_number_check CHECK (number >= 1),
    methodology_version_id uuid NOT NULL,
    assembly_ids           uuid[] NOT NULL,
    responses              integer NOT NULL,
    published_at           timestamptz NOT NULL,
    CONSTRAINT release_wave_id_number_key UNIQUE (wave_id, number)
  );
  CREATE TABLE release_file (
    release_id   uuid NOT NULL CONSTRAINT release_file_release_id_fk REFERENCES release (id),
    name         text NOT NULL,
    content_type text NOT NULL,
    content      bytea NOT NULL,
    bytes        integer NOT NULL CONSTRAINT release_file_bytes_check CHECK (bytes = octet_length(content)),
    sha256       text NOT NULL
      CONSTRAINT release_file_sha256_check CHECK (sha256 = encode(sha256(content), 'hex')),
    CONSTRAINT release_file_pk PRIMARY KEY (release_id, name)
  );
  -- What the figures of a release are made of, hidden counts included: for the release after it, and for no reader.
  CREATE TABLE release_counts (
    release_id uuid CONSTRAINT release_counts_pk PRIMARY KEY
      CONSTRAINT release_counts_release_id_fk REFERENCES release (id),
    series     json NOT NULL
  );
  -- I-22: a release is never changed, whoever asks.
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A release is immutable' USING ERRCODE = 'restrict_violation'; END $$;
  CREATE TRIGGER release_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON release
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER release_counts_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON release_counts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER release_file_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON release_file
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

export class CreateResultsAggregation1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(CREATE_MESSAGING_TABLES);
    await db.query(CREATE_COMMAND_TABLES);
    await db.query(COPIES);
    await db.query(INTAKE);
    await db.query(RELEASES);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE release_counts, release_file, release');
    await db.query('DROP FUNCTION refuse_change');
    await db.query('DROP VIEW response');
    await db.query('DROP TABLE accepted_rows, series, quarantine, submission');
    await db.query('DROP TABLE assembly, wave, adaptation, methodology_version');
    await db.query(DROP_COMMAND_TABLES);
    await db.query(DROP_MESSAGING_TABLES);
  }
}
