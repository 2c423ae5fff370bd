import { setTimeout as pause } from 'node:timers/promises';
import type { LoggerService } from '@nestjs/common';
import type { Producer, TopicMessages } from 'kafkajs';
import { Client, type Pool } from 'pg';
import { toHeaders } from './cloud-event.js';
import { kafkaClient, reasonOf, type KafkaOptions } from './kafka-client.js';
import { partitionOf } from './partitioner.js';
import { withinPatience } from './patience.js';
import { tracePublish } from './tracing.js';

export interface RelayOptions {
  /** Connection URL of the service's runtime role. */
  databaseUrl: string;
  /** For NOTIFY to the replica that leads; any pool of the same role. */
  pool: Pool;
  kafka: KafkaOptions;
  /** Put before every topic name; empty outside tests. */
  topicPrefix: string;
  logger: LoggerService;
  /** The net below the wake-up calls. */
  pollMs?: number;
  /** Told how many events Kafka has acknowledged. */
  published?(count: number): void;
}

interface OutboxRow {
  seq: string;
  id: string;
  type: string;
  topic: string;
  key: string;
  sequence: string;
  occurred_at: Date;
  actor: string | null;
  traceparent: string | null;
  /** Null for a record without a value. */
  data: string | null;
}

const CHANNEL = 'outbox';
/** Events a send: kafkajs' cost grows with the square, 500 to 2,000 is its best range. */
const SEND_RECORDS = 1_000;
/** Bytes a send: kafkajs makes one batch per partition of it, and Kafka refuses batches over 1 MiB. */
const SEND_BYTES = 960 * 1024;
/** What headers and key add to an event. */
const ENVELOPE_BYTES = 400;
const POLL_MS = 1_000;
/** Between sends that were not full: what gathers meanwhile goes out together, and is handled together by each consumer. */
const BREATH_MS = 10;
const RETRY_MS = 500;

/**
 * Publishes the outbox of one service: reads by `seq`, sends with one send in flight, deletes what Kafka acknowledged.
 * One relay of a service is active at a time (advisory lock); a crash between send and delete sends again, so every
 * event is published at least once, and no cursor exists that could skip one.
 */
export class Relay {
  private readonly producer: Producer;
  private running = false;
  private leading = false;
  private finished: Promise<void> = Promise.resolve();
  private wakeUp: () => void = () => {};
  private awake = false;
  private notifying = false;
  private notifyAgain = false;

  constructor(private readonly options: RelayOptions) {
    this.producer = kafkaClient(options.kafka).producer({
      // The idempotent producer loses acknowledged messages when a send times out (kafkajs 2.2.4); ours sends one at a time.
      idempotent: false,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // Every message carries its partition: what kafkajs chose could move a key when it sends again.
      createPartitioner: () => (choice) => choice.message.partition ?? partitionOf(String(choice.message.key)),
    });
  }

  start(): void {
    this.running = true;
    this.finished = this.run();
  }

  /** Finishes the send in flight, unless Kafka is away, and gives the leadership back. */
  async stop(): Promise<void> {
    this.running = false;
    this.signal();
    await withinPatience(this.finished.then(() => this.producer.disconnect()));
  }

  /** To be called after each COMMIT that may have appended: wakes the leading relay, here or on another replica. */
  wake(): void {
    if (this.leading) this.signal();
    else void this.notifyLeader();
  }

  private signal(): void {
    this.awake = true;
    this.wakeUp();
  }

  /** One NOTIFY at a time outside any writing transaction; calls meanwhile share the next one. */
  private async notifyLeader(): Promise<void> {
    if (this.notifying) {
      this.notifyAgain = true;
      return;
    }
    this.notifying = true;
    try {
      do {
        this.notifyAgain = false;
        await this.options.pool.query(`SELECT pg_notify(current_schema() || '.${CHANNEL}', '')`);
      } while (this.notifyAgain);
    } catch (error) {
      this.options.logger.debug?.(`The relay was not notified and will poll: ${(error as Error).message}`);
    } finally {
      this.notifying = false;
    }
  }

  private async run(): Promise<void> {
    while (this.running) {
      try {
        await this.producer.connect();
        await this.lead();
      } catch (error) {
        this.options.logger.warn(`Relay interrupted, trying again: ${reasonOf(error)}`);
        await this.sleep(RETRY_MS);
      }
    }
  }

  /** Holds the leadership on a connection of its own for as long as that connection lives. */
  private async lead(): Promise<void> {
    const client = new Client({
      connectionString: this.options.databaseUrl,
      application_name: 'relay',
      connectionTimeoutMillis: 5_000,
      query_timeout: 15_000,
      keepAlive: true,
    });
    let lost: Error | undefined;
    client.on('error', (error) => {
      lost = error;
      this.signal();
    });
    client.on('notification', () => this.signal());
    try {
      await client.connect();
      // A deletion that a crash of the server forgets is a re-send, which consumers skip: no need to wait for the disk.
      await client.query('SET synchronous_commit = off');
      await client.query(`SELECT set_config('polyphony.channel', current_schema() || '.${CHANNEL}', false)`);
      const { pollMs = POLL_MS } = this.options;
      while (this.running && !(await this.becomeLeader(client))) await this.sleep(pollMs);
      await client.query(`DO $$ BEGIN EXECUTE format('LISTEN %I', current_setting('polyphony.channel')); END $$`);
      this.leading = true;
      while (this.running) {
        const more = await this.publishNext(client);
        if (lost) throw lost;
        if (more) continue;
        await pause(BREATH_MS);
        await this.sleep(pollMs);
      }
    } finally {
      this.leading = false;
      const ended = client.end().catch((error: Error) => {
        this.options.logger.debug?.(`Relay connection: ${error.message}`);
      });
      await withinPatience(ended); // a server that hangs says no goodbye
    }
  }

  private async becomeLeader(client: Client): Promise<boolean> {
    const result = await client.query<{ leads: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended(current_setting('polyphony.channel'), 0)) AS leads`,
    );
    return result.rows[0]?.leads ?? false;
  }

  /** @returns whether more is waiting than one send takes */
  private async publishNext(client: Client): Promise<boolean> {
    const { rows } = await client.query<OutboxRow & { waiting: string }>({
      name: 'outbox-next',
      // Always the first one, and then what fits: bytes are summed up to and including each row.
      text: `SELECT seq, id, type, topic, key, sequence, occurred_at, actor, traceparent, data, waiting FROM (
               SELECT *, sum(coalesce(octet_length(data), 0) + $3) OVER (ORDER BY seq) AS bytes, row_number() OVER (ORDER BY seq) AS place,
                      count(*) OVER () AS waiting
               FROM (SELECT * FROM outbox ORDER BY seq LIMIT $1) AS oldest
             ) AS summed WHERE bytes <= $2 OR place = 1 ORDER BY seq`,
      values: [SEND_RECORDS, SEND_BYTES, ENVELOPE_BYTES],
    });
    if (rows.length === 0) return false;
    await tracePublish(rows, (traced) =>
      this.producer.sendBatch({ acks: -1, topicMessages: this.toTopicMessages(traced) }),
    );
    await client.query({
      name: 'outbox-sent',
      text: 'DELETE FROM outbox WHERE seq = ANY($1::bigint[])',
      values: [rows.map((row) => row.seq)],
    });
    this.options.published?.(rows.length);
    const waiting = Number(rows[0]!.waiting);
    return waiting > rows.length || waiting === SEND_RECORDS;
  }

  private toTopicMessages(rows: OutboxRow[]): TopicMessages[] {
    const byTopic = new Map<string, TopicMessages>();
    for (const row of rows) {
      const topic = this.options.topicPrefix + row.topic;
      const messages = byTopic.get(topic)?.messages ?? [];
      if (messages.length === 0) byTopic.set(topic, { topic, messages });
      messages.push({
        key: row.key,
        partition: partitionOf(row.key),
        value: row.data,
        headers: toHeaders({
          id: row.id,
          type: row.type,
          source: row.topic.slice(0, row.topic.indexOf('.')),
          subject: row.key,
          time: row.occurred_at.toISOString(),
          sequence: row.sequence,
          actor: row.actor,
          traceparent: row.traceparent,
        }),
      });
    }
    return [...byTopic.values()];
  }

  /** Returns early when signalled, or at once when a signal came since the last sleep. */
  private async sleep(ms: number): Promise<void> {
    if (!this.awake && this.running)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.awake = false;
    this.wakeUp = () => {};
  }
}
