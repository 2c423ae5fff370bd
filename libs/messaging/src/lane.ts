import type { LoggerService } from '@nestjs/common';
import type { LimitFunction } from 'p-limit';
import type { DataSource } from 'typeorm';
import type { RawRecord } from './cloud-event.js';
import type { ConsumerDefinition } from './consumer.js';
import { deliver, type Batch, type Poison } from './delivery.js';
import type { ParkedRecord } from './parking.js';
import { FetchQueue, type Fetched } from './fetch-queue.js';
import { PositionMoved, readPosition, type PartitionOfConsumer } from './positions.js';
import { traceProcess } from './tracing.js';
import { isTransient } from './transient.js';

/** What a lane asks of the Kafka client. */
export interface LaneControls {
  pause(): void;
  resume(): void;
  seek(offset: bigint): void;
  /** Tells the broker where we stand: a hint for its tools, never read back as truth. */
  hint(offset: bigint): void;
  /** An effect is committed that has appended events of its own. */
  appended(): void;
  /** The effect of these records is committed. */
  delivered?(records: readonly RawRecord[]): void;
}

export interface LaneOptions {
  service: string;
  dataSource: DataSource;
  /** Bounds how many deliveries of this process use the database at a time. */
  limit: LimitFunction;
  logger: LoggerService;
}

/** Records a delivery. 2,000 take a third less of the database than 1,000. */
const BATCH_BOUND = 2_000;
const ATTEMPTS = 3;
const BACK_OFF_MS = { first: 100, most: 5_000 };

/**
 * One assigned partition of one consumer: a bounded queue between kafkajs and the database. Nothing throws out of it;
 * it ends when the partition is taken away, and a new lane begins when it comes back.
 */
export class Lane {
  /** Set when this partition can go on only after a rebuild; says why. */
  stoppedBecause?: string;

  /** How often it has taken something up. */
  steps = 0;

  /** When this lane last moved, or had nothing to do; epoch ms. */
  private progressedAt = Date.now();
  private behind = false;
  private readonly queue = new FetchQueue();
  private paused = false;
  private closed = false;
  private position: bigint | undefined;
  /** Where the log begins. */
  private low = 0n;
  private working: Promise<void> | undefined;

  constructor(
    private readonly at: PartitionOfConsumer,
    private readonly consumer: ConsumerDefinition,
    private readonly controls: LaneControls,
    private readonly options: LaneOptions,
  ) {}

  private get busy(): boolean {
    return this.working !== undefined;
  }

  /**
   * Compares an idle lane with what is stored and with the log. Asks Kafka for exactly the stored position when they
   * differ: at the start, after a rebuild, or when the broker's own offset had run ahead. Position 0 is the beginning
   * of the log, wherever that is; any other outside the log stops the lane until a rebuild. What was looked up before the
   * lane's last step (`asOf`: its steps by then) is out of date and says nothing.
   */
  align(stored: bigint, log: { low: bigint; high: bigint }, asOf: number): void {
    // At once: where a log has lost its beginning, a busy lane would look for it there again and again.
    this.low = log.low;
    if (this.closed || this.busy || asOf !== this.steps) return;
    this.behind = log.high > stored;
    if (!this.behind) this.progressedAt = Date.now();
    if ((stored < log.low && stored !== 0n) || stored > log.high) {
      this.stop(`its position ${stored} is outside the log, which has ${log.low} to ${log.high}`);
      return;
    }
    if (this.stoppedBecause === undefined && stored === this.position) return;
    delete this.stoppedBecause;
    this.position = stored;
    this.controls.seek(this.inLog(stored));
    this.resume();
  }

  /** True when there was something to do and nothing has moved for this long. */
  stalledFor(ms: number): boolean {
    return this.stoppedBecause === undefined && (this.busy || this.behind) && Date.now() - this.progressedAt > ms;
  }

  /** The position is outside the log: an alarm that a person must act on. */
  private stop(reason: string): void {
    if (this.stoppedBecause !== undefined) return;
    this.stoppedBecause = reason;
    this.pause();
    this.options.logger.error(
      `Consumer ${this.at.consumer} stopped on ${this.at.topic}/${this.at.partition}: ${reason}. ` +
        `Look at the topic, then run: polyphony rebuild ${this.options.service}.${this.at.consumer}`,
    );
  }

  accept(fetched: Fetched): void {
    if (this.closed || this.stoppedBecause !== undefined) return;
    this.queue.add(fetched);
    if (this.queue.fill >= 1) this.pause();
    this.working ??= this.work();
  }

  /** Takes nothing more; resolves when the delivery in progress has ended. */
  async close(): Promise<void> {
    this.closed = true;
    this.queue.clear();
    await this.working;
  }

  private async work(): Promise<void> {
    for (let failures = 0; !this.closed && this.queue.first;) {
      try {
        // The batch is made when its turn has come: what has arrived while it waited is in it.
        await this.options.limit(() => this.step());
        failures = 0;
        this.progressedAt = Date.now();
      } catch (error) {
        if (error instanceof PositionMoved) {
          this.options.logger.log(`${error.message}; reading again from where it stands`);
          this.position = undefined;
          continue;
        }
        failures += 1;
        this.pause();
        this.options.logger.warn(
          `${this.at.consumer} waits on ${this.at.topic}/${this.at.partition}: ${(error as Error).message}`,
        );
        await new Promise((resolve) =>
          setTimeout(resolve, Math.min(BACK_OFF_MS.first * 2 ** failures, BACK_OFF_MS.most)),
        );
      }
    }
    // Here and not when the promise settles: what is accepted in between would be worked on by nobody.
    this.working = undefined;
  }

  private async step(): Promise<void> {
    this.steps += 1;
    const position = (this.position ??= await readPosition(this.options.dataSource.manager, this.at));
    const fetched = this.queue.first;
    if (!fetched) return;
    if (fetched.requested > this.inLog(position)) {
      // A gap between the stored position and what was asked for would skip events: ask again.
      this.drop();
      this.controls.seek(this.inLog(position));
      return;
    }
    const rest = fetched.records.filter((record) => record.offset >= position);
    const records = rest.slice(0, BATCH_BOUND);
    const next = records.length < rest.length ? records.at(-1)!.offset + 1n : fetched.next;
    if (next > position) {
      await this.deliver({ records, from: position, next });
      this.position = next;
      this.controls.hint(next);
    }
    this.queue.release(next);
    if (this.queue.fill < 0.5) this.resume();
  }

  /** A batch as a whole; when it fails of itself, its records one by one, and the one that keeps failing is parked. */
  private async deliver(batch: Batch): Promise<void> {
    try {
      await this.commit(batch);
    } catch (error) {
      if (error instanceof PositionMoved || isTransient(error) || batch.records.length === 0) throw error;
      for (const single of oneByOne(batch)) {
        const poison = await this.attempt(single);
        if (poison) await this.commit(single, poison);
        this.position = single.next;
      }
    }
  }

  /** @returns what a single record failed of, undefined when it was applied */
  private async attempt(single: Batch): Promise<Poison | undefined> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        await this.commit(single);
        return undefined;
      } catch (error) {
        if (error instanceof PositionMoved || isTransient(error)) throw error;
        if (attempts >= ATTEMPTS) return { error: error as Error, attempts };
      }
    }
  }

  private async commit(batch: Batch, poison?: Poison): Promise<void> {
    const { consumer, at, options } = this;
    const reader = { group: `${options.service}.${consumer.name}`, events: consumer.events };
    const { appended, failed } = await traceProcess(reader, batch.records, () =>
      deliver(options.dataSource, consumer, at, batch, poison),
    );
    this.tellOf(failed);
    this.controls.delivered?.(batch.records);
    if (appended) this.controls.appended();
  }

  /** A person must act: one line for all that a delivery has parked. */
  private tellOf(failed: readonly ParkedRecord[]): void {
    const [first] = failed;
    if (!first) return;
    const { topic, partition, offset } = first.record;
    const others = failed.length > 1 ? ` and ${failed.length - 1} more` : '';
    const name = `${this.options.service}.${this.at.consumer}`;
    this.options.logger.error(
      `${this.at.consumer} parked ${topic}/${partition}@${offset}${others}, attempts ${first.attempts}: ${first.error}. ` +
        `Mend the cause, then run: polyphony parked replay ${name}. What nobody can mend: polyphony parked discard ${name}`,
    );
  }

  private inLog(position: bigint): bigint {
    return position === 0n ? this.low : position;
  }

  private drop(): void {
    this.queue.clear();
    this.resume();
  }

  private pause(): void {
    // The lane that comes after a closed one shares its client, and must not be paused by it.
    if (this.paused || this.closed) return;
    this.paused = true;
    this.controls.pause();
  }

  private resume(): void {
    if (!this.paused || this.closed || this.stoppedBecause !== undefined) return;
    this.paused = false;
    this.controls.resume();
  }
}

function* oneByOne(batch: Batch): Generator<Batch> {
  let from = batch.from;
  for (const [index, record] of batch.records.entries()) {
    const next = index === batch.records.length - 1 ? batch.next : record.offset + 1n;
    yield { records: [record], from, next };
    from = next;
  }
}
