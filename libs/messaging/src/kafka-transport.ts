import type { LoggerService } from '@nestjs/common';
import { Server } from '@nestjs/microservices';
import type { Kafka } from 'kafkajs';
import pLimit from 'p-limit';
import { lastValueFrom } from 'rxjs';
import type { DataSource } from 'typeorm';
import type { RawRecord } from './cloud-event.js';
import { defineConsumer, type ConsumerDefinition, type ConsumerExtras } from './consumer.js';
import { kafkaClient, type KafkaOptions } from './kafka-client.js';
import { Subscription } from './subscription.js';

export interface KafkaTransportOptions {
  service: string;
  kafka: KafkaOptions;
  topicPrefix: string;
  dataSource: DataSource;
  logger: LoggerService;
  /** Called after each committed delivery that has appended events. */
  appended(): void;
  /** Told of each committed delivery. */
  delivered?(consumer: string, records: readonly RawRecord[]): void;
  /** False for programs that only need the handlers, such as a replay of parked events. */
  consume: boolean;
  /** A consumer that is silent for longer loses its partitions. */
  sessionTimeoutMs?: number;
}

/** Deliveries of one process at a time: they share four to eight connections with HTTP. */
const CONCURRENT_DELIVERIES = 3;
const SESSION_MS = 15_000;
/** Session timeouts without progress that are no longer a matter of waiting. */
const STALL_SESSIONS = 4;

/**
 * Nest's transport for our event backbone: feeds `@Consumer` classes from kafkajs `eachBatch`, batch-wise, with own
 * positions and parking. Nest's stock Kafka server has none of these and drops unknown patterns silently.
 */
export class KafkaTransport extends Server {
  override readonly transportId = Symbol.for('polyphony.kafka');
  override readonly propagatesEventHandlerErrors = true;
  private readonly kafka: Kafka;
  private readonly sessionTimeoutMs: number;
  private subscriptions: Subscription[] = [];

  constructor(private readonly options: KafkaTransportOptions) {
    super();
    this.sessionTimeoutMs = options.sessionTimeoutMs ?? SESSION_MS;
    this.kafka = kafkaClient(options.kafka);
  }

  listen(callback: (error?: unknown) => void): void {
    if (this.options.consume) {
      const limit = pLimit(CONCURRENT_DELIVERIES);
      const { sessionTimeoutMs } = this;
      this.subscriptions = this.consumers().map(
        (definition) => new Subscription(definition, { ...this.options, kafka: this.kafka, limit, sessionTimeoutMs }),
      );
      // Kafka may be away at the start; each subscription keeps trying, and HTTP does not wait for it.
      for (const subscription of this.subscriptions) subscription.start();
    }
    callback();
  }

  async close(): Promise<void> {
    const stopping = this.subscriptions.map((subscription) => subscription.stop());
    this.subscriptions = [];
    await Promise.all(stopping);
  }

  on(event: string): never {
    throw new Error(`The Kafka transport emits no events (asked for ${event})`);
  }

  unwrap<T>(): T {
    return this.kafka as T;
  }

  /** Every consumer that Nest found, ready to be called. */
  consumers(): ConsumerDefinition[] {
    return [...this.messageHandlers.values()].map((handler) => {
      if (handler.next) throw new Error('Two consumers have the same name');
      return defineConsumer(handler.extras as ConsumerExtras, async (tx, events) => {
        const result: unknown = await handler(events, tx);
        await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
      });
    });
  }

  /** @throws Error that names the consumers there are */
  consumer(name: string): ConsumerDefinition {
    const all = this.consumers();
    const found = all.find((definition) => definition.name === name);
    if (!found)
      throw new Error(
        `${this.options.service} has no consumer ${name}; it has ${all.map((one) => one.name).join(', ') || 'none'}`,
      );
    return found;
  }

  /** Guarantee 8: consumers that have something to do and do not move; the caller asks whether the engines answer. */
  stalls(): string[] {
    return this.subscriptions.flatMap((subscription) => subscription.stalls(STALL_SESSIONS * this.sessionTimeoutMs));
  }

  /** Partitions stopped outside the log, which only a rebuild brings back. */
  stopped(): string[] {
    return this.subscriptions.flatMap((subscription) => subscription.stopped());
  }

  /** How many partitions of each consumer that runs here are stopped. */
  stoppedPartitions(): { consumer: string; partitions: number }[] {
    return this.subscriptions.map((one) => ({ consumer: one.definition.name, partitions: one.stopped().length }));
  }
}
