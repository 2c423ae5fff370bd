/**
 * The tables of the event backbone, once in every service's own schema; run by the service's first migration as the
 * schema's owner.
 */
export const CREATE_MESSAGING_TABLES = `
  -- Events that are committed and not yet acknowledged by Kafka. Rows live for milliseconds, so vacuum by count.
  CREATE TABLE outbox (
    seq         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pk PRIMARY KEY,
    id          uuid NOT NULL,
    type        text NOT NULL,
    topic       text NOT NULL,
    key         text NOT NULL,
    sequence    bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    -- A pseudonym.
    actor       text,
    traceparent text,
    data        text NOT NULL
  ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

  -- Where each consumer stands: moved by compare-and-set in the transaction of the effect.
  CREATE TABLE consumer_position (
    consumer    text NOT NULL,
    topic       text NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint NOT NULL CONSTRAINT consumer_position_next_offset_check CHECK (next_offset >= 0),
    moved_at    timestamptz NOT NULL DEFAULT now(),
    -- Where it stood when its last rebuild began; 0 without one.
    rebuild_end bigint NOT NULL DEFAULT 0,
    CONSTRAINT consumer_position_pk PRIMARY KEY (consumer, topic, partition)
  );

  -- The last sequence of an aggregate whose effect a consumer has stored: a re-sent event is not above it.
  CREATE TABLE handled_sequence (
    consumer text NOT NULL,
    topic    text NOT NULL,
    key      text NOT NULL,
    sequence bigint NOT NULL,
    -- The key first: it tells the rows apart at the first comparison.
    CONSTRAINT handled_sequence_pk PRIMARY KEY (key, topic, consumer)
    -- Room for the next version of a row on its page spares the index an entry.
  ) WITH (fillfactor = 70);

  -- Events that could not be applied, and the later events of their keys, waiting for a person.
  CREATE TABLE parked_event (
    consumer       text NOT NULL,
    topic          text NOT NULL,
    partition      integer NOT NULL,
    message_offset bigint NOT NULL,
    key            text,
    headers        jsonb NOT NULL,
    value          bytea,
    error          text NOT NULL,
    attempts       integer NOT NULL,
    parked_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT parked_event_pk PRIMARY KEY (consumer, topic, partition, message_offset)
  );
  CREATE INDEX parked_event_consumer_topic_key_idx ON parked_event (consumer, topic, key);

  -- What operators discarded, why and who: nothing disappears without a trace.
  CREATE TABLE discarded_event (
    consumer       text NOT NULL,
    topic          text NOT NULL,
    partition      integer NOT NULL,
    message_offset bigint NOT NULL,
    key            text,
    headers        jsonb NOT NULL,
    value          bytea,
    error          text NOT NULL,
    reason         text NOT NULL,
    discarded_by   text NOT NULL,
    discarded_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT discarded_event_pk PRIMARY KEY (consumer, topic, partition, message_offset)
  );

  -- Event types met that this build does not know; passed by, and a reason to rebuild once it does.
  CREATE TABLE unknown_event_type (
    consumer      text NOT NULL,
    type          text NOT NULL,
    seen          bigint NOT NULL,
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT unknown_event_type_pk PRIMARY KEY (consumer, type)
  );
`;

/** For a service whose state can be erased: from then on its outbox takes records without a value. */
export const LET_OUTBOX_TAKE_TOMBSTONES = 'ALTER TABLE outbox ALTER COLUMN data DROP NOT NULL';

/** Undoes {@link CREATE_MESSAGING_TABLES}. */
export const DROP_MESSAGING_TABLES = `
  DROP TABLE outbox, consumer_position, handled_sequence, parked_event, discarded_event, unknown_event_type;
`;
