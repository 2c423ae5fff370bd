import type { LoggerService } from '@nestjs/common';
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { DataSource } from 'typeorm';
import type { RawRecord } from './cloud-event.js';
import type { ConsumerDefinition } from './consumer.js';
import { reasonOf } from './kafka-client.js';
import { Lane, type LaneOptions } from './lane.js';
import { withinPatience } from './patience.js';
import { endRebuildBy, ensurePositions, positionsOf } from './positions.js';

export interface SubscriptionOptions extends LaneOptions {
  kafka: Kafka;
  /** Put before topic names and group ids; empty outside tests. */
  topicPrefix: string;
  dataSource: DataSource;
  logger: LoggerService;
  /** Called after each committed delivery that has appended events. */
  appended(): void;
  /** Told of each committed delivery. */
  delivered?(consumer: string, records: readonly RawRecord[]): void;
  sessionTimeoutMs: number;
}

/** How often stored positions, the log and the lanes are compared. */
const ALIGN_MS = 2_000;
const HINT_MS = 5_000;
const RESTART_MS = 1_000;

/**
 * One consumer group of this process: keeps a kafkajs consumer running, gives each assigned partition a lane, and
 * hands over what is fetched. kafkajs never sees an error of ours and never decides where we stand.
 */
export class Subscription {
  private client: Consumer | undefined;
  private admin: Admin | undefined;
  private lanes = new Map<string, Lane>();
  private running = false;
  /** Since when this process has not been in the group, epoch ms; undefined while it is. */
  private outSince: number | undefined = Date.now();
  private supervised: Promise<void> = Promise.resolve();
  private aligning: Promise<void> | undefined;
  private consuming: Promise<void> = Promise.resolve();
  private wakeUp: () => void = () => {};
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly definition: ConsumerDefinition,
    private readonly options: SubscriptionOptions,
  ) {}

  get groupId(): string {
    return `${this.options.topicPrefix}${this.options.service}.${this.definition.name}`;
  }

  start(): void {
    this.running = true;
    this.outSince = Date.now();
    this.supervised = this.supervise();
    this.timer = setInterval(() => this.alignOnce(), ALIGN_MS);
  }

  /** Stops fetching, lets the deliveries in progress end, leaves the group. */
  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    this.wakeUp();
    await Promise.all([this.supervised, withinPatience(Promise.all([this.aligning, this.admin?.disconnect()]))]);
  }

  /** Why this consumer does not move although it has something to do; empty while all is well. */
  stalls(ms: number): string[] {
    if (this.outSince !== undefined && Date.now() - this.outSince > ms) return [`${this.groupId} is not in its group`];
    return [...this.lanes]
      .filter(([, lane]) => lane.stalledFor(ms))
      .map(([name]) => `${this.groupId} does not move on ${name}`);
  }

  /** Partitions that wait for a rebuild, and why. */
  stopped(): string[] {
    return [...this.lanes].flatMap(([name, lane]) =>
      lane.stoppedBecause ? [`${this.groupId} ${name}: ${lane.stoppedBecause}`] : [],
    );
  }

  private async supervise(): Promise<void> {
    while (this.running) {
      const crashed = new Promise<string>((resolve) => {
        this.wakeUp = () => resolve('stopped');
        this.consuming = this.consume(resolve).catch((error: Error) => resolve(reasonOf(error)));
      });
      const reason = await crashed;
      if (this.running) this.options.logger.warn(`${this.groupId} starts again: ${reason}`);
      await this.leave();
      if (this.running) await new Promise((resolve) => setTimeout(resolve, RESTART_MS));
    }
  }

  private async consume(crashed: (reason: string) => void): Promise<void> {
    const client = this.options.kafka.consumer({
      groupId: this.groupId,
      allowAutoTopicCreation: false,
      sessionTimeout: this.options.sessionTimeoutMs,
      heartbeatInterval: Math.floor(this.options.sessionTimeoutMs / 5),
      rebalanceTimeout: this.options.sessionTimeoutMs * 2,
      maxWaitTimeInMs: 500,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: () => Promise.resolve(true) },
    });
    this.client = client;
    client.on(client.events.CRASH, ({ payload }) => {
      if (!payload.restart) crashed(reasonOf(payload.error));
    });
    client.on(client.events.GROUP_JOIN, ({ payload }) => this.assign(client, payload.memberAssignment));
    await client.connect();
    if (client !== this.client) return client.disconnect();
    await client.subscribe({
      topics: this.definition.topics.map((topic) => this.options.topicPrefix + topic),
      fromBeginning: true,
    });
    await client.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 12,
      eachBatch: (payload) => {
        this.take(payload);
        return Promise.resolve();
      },
    });
    if (client !== this.client) await client.disconnect();
  }

  private async leave(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.outSince ??= Date.now();
    const lanes = [...this.lanes.values()];
    this.lanes.clear();
    const left = async (): Promise<void> => {
      await client?.stop();
      await Promise.all(lanes.map((lane) => lane.close()));
      await client?.disconnect();
      await this.consuming;
    };
    try {
      await withinPatience(left());
    } catch (error) {
      this.options.logger.warn(`${this.groupId} left untidily: ${(error as Error).message}`);
    }
  }

  private assign(client: Consumer, assignment: Record<string, number[]>): void {
    if (client !== this.client) return;
    this.outSince = undefined;
    for (const lane of this.lanes.values()) void lane.close();
    this.lanes.clear();
    client.resume(Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions })));
    for (const [topic, partitions] of Object.entries(assignment))
      for (const partition of partitions)
        this.lanes.set(`${topic}/${partition}`, this.laneOf(client, topic, partition));
    this.alignOnce();
  }

  private laneOf(client: Consumer, kafkaTopic: string, partition: number): Lane {
    const partitions = [{ topic: kafkaTopic, partitions: [partition] }];
    const { groupId } = this;
    const { logger } = this.options;
    let hintedAt = 0;
    const quietly = (what: string, action: () => void): void => {
      try {
        action();
      } catch (error) {
        // The client has left its group; the next assignment begins with new lanes.
        logger.debug?.(`${groupId} cannot ${what}: ${(error as Error).message}`);
      }
    };
    return new Lane(
      { consumer: this.definition.name, topic: kafkaTopic.slice(this.options.topicPrefix.length), partition },
      this.definition,
      {
        pause: () => quietly('pause', () => client.pause(partitions)),
        resume: () => quietly('resume', () => client.resume(partitions)),
        seek: (offset) =>
          quietly('seek', () => client.seek({ topic: kafkaTopic, partition, offset: offset.toString() })),
        hint: (offset) => {
          if (Date.now() - hintedAt < HINT_MS) return;
          hintedAt = Date.now();
          client.commitOffsets([{ topic: kafkaTopic, partition, offset: offset.toString() }]).catch((error: Error) => {
            logger.debug?.(`${groupId} cannot hint its offset: ${error.message}`);
          });
        },
        appended: () => this.options.appended(),
        delivered: (records) => this.options.delivered?.(this.definition.name, records),
      },
      this.options,
    );
  }

  private take({ batch }: EachBatchPayload): void {
    const { topicPrefix } = this.options;
    const lane = this.lanes.get(`${batch.topic}/${batch.partition}`);
    // A batch of a partition that was just taken away; its new owner reads it.
    if (!lane) return;
    lane.accept({
      records: batch.messages.map((message) => ({
        topic: batch.topic.slice(topicPrefix.length),
        partition: batch.partition,
        offset: BigInt(message.offset),
        key: message.key?.toString('utf8') ?? null,
        headers: message.headers ?? {},
        value: message.value,
      })),
      requested: BigInt(requestedOffset(batch)),
      next: BigInt(batch.lastOffset()) + 1n,
    });
  }

  /** Rounds do not pile up while an engine is away. */
  private alignOnce(): void {
    this.aligning ??= this.align().finally(() => (this.aligning = undefined));
  }

  /** Errors are left to the next round: liveness looks at progress, and readiness at the database. */
  private async align(): Promise<void> {
    if (!this.running || this.lanes.size === 0) return;
    const lanes = new Map([...this.lanes].map(([name, lane]) => [name, { lane, asOf: lane.steps }]));
    try {
      const stored = await this.options.limit(() => positionsOf(this.options.dataSource, this.definition.name));
      const positions = new Map(
        stored.map((position) => [`${this.options.topicPrefix}${position.topic}/${position.partition}`, position]),
      );
      // Or the first delivery of a partition would fail, as there is no position that it could move.
      if ([...lanes.keys()].some((name) => !positions.has(name)))
        await this.options.limit(() =>
          ensurePositions(this.options.dataSource.manager, this.definition.name, this.definition.topics),
        );
      const admin = await this.connectedAdmin();
      for (const topic of this.definition.topics.map((name) => this.options.topicPrefix + name))
        for (const log of await admin.fetchTopicOffsets(topic)) {
          const name = `${topic}/${log.partition}`;
          const bounds = { low: BigInt(log.low), high: BigInt(log.high) };
          const [known, position] = [lanes.get(name), positions.get(name)];
          known?.lane.align(position?.next ?? 0n, bounds, known.asOf);
          if (position && position.rebuildEnd > bounds.high)
            await this.options.limit(() => endRebuildBy(this.options.dataSource, position, bounds.high));
        }
    } catch (error) {
      this.options.logger.debug?.(`${this.groupId} could not compare positions: ${(error as Error).message}`);
    }
  }

  private async connectedAdmin(): Promise<Admin> {
    if (!this.admin) {
      const admin = this.options.kafka.admin();
      await admin.connect();
      this.admin = admin;
      // Asked to stop meanwhile: nobody else would disconnect it.
      if (!this.running) await admin.disconnect();
    }
    return this.admin;
  }
}

/** kafkajs keeps the requested offset on every batch but leaves it out of its types. */
export function requestedOffset(batch: object): string {
  const { fetchedOffset } = batch as { fetchedOffset?: unknown };
  if (typeof fetchedOffset !== 'string' && typeof fetchedOffset !== 'number')
    throw new Error('This kafkajs does not tell the requested offset; positions cannot be checked');
  return String(fetchedOffset);
}
