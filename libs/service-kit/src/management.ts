import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consumerLag, readBacklog, type Backlog } from '@polyphony/messaging';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { RunningService } from './service-definition.js';
import { inTime } from './in-time.js';
import { poolOf } from './pool.js';
import type { ServiceMetrics } from './service-metrics.js';

/** With each engine in turn, so that what is known comes before a scraper gives up although neither of them answers. */
const PATIENCE_MS = 2_000;

/** The port for whoever operates: `GET /metrics`. What stands in database and Kafka is asked when it is asked for. */
export class Management {
  private server: Server | undefined;
  private scraping: Promise<string> | undefined;

  constructor(
    private readonly running: RunningService,
    private readonly dataSource: DataSource,
    private readonly metrics: ServiceMetrics,
  ) {}

  /** @returns its address */
  async start(): Promise<string> {
    const { host, managementPort } = this.running.config;
    this.server = createServer((request, reply) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        reply.writeHead(404).end();
        return;
      }
      // Scrapers that come at the same time share what the engines are asked.
      this.scraping ??= this.scrape().finally(() => (this.scraping = undefined));
      this.scraping.then(
        (text) => reply.writeHead(200, { 'content-type': this.metrics.registry.contentType }).end(text),
        (error: Error) => reply.writeHead(500).end(error.message),
      );
    });
    this.server.listen(managementPort, host);
    await once(this.server, 'listening');
    return `http://${host}:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }

  private async scrape(): Promise<string> {
    const { metrics } = this;
    this.tellProcess(poolOf(this.dataSource));
    const backlog = await ifAnswered(readBacklog(this.dataSource.manager));
    metrics.databaseUp.set(backlog ? 1 : 0);
    this.tellBacklog(backlog);
    await this.tellLag(backlog);
    return metrics.registry.metrics();
  }

  private tellProcess(pool: Pool): void {
    const { poolConnections, poolWaiting, stoppedPartitions } = this.metrics;
    poolConnections.set({ state: 'idle' }, pool.idleCount);
    poolConnections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    poolWaiting.set(pool.waitingCount);
    stoppedPartitions.reset();
    for (const { consumer, partitions } of this.running.transport?.stoppedPartitions() ?? [])
      stoppedPartitions.set({ consumer }, partitions);
  }

  /** Without an answer nothing is said: an old value would look like a new one. */
  private tellBacklog(backlog: Backlog | undefined): void {
    const { outboxWaiting, outboxOldest, parkedEvents, unknownTypes } = this.metrics;
    outboxWaiting.remove();
    outboxOldest.remove();
    parkedEvents.reset();
    unknownTypes.reset();
    if (!backlog) return;
    outboxWaiting.set(backlog.outbox.waiting);
    outboxOldest.set(backlog.outbox.oldestSeconds ?? 0);
    for (const { name: consumer } of this.running.transport!.consumers()) {
      parkedEvents.set({ consumer }, backlog.parked.find((row) => row.consumer === consumer)?.events ?? 0);
      unknownTypes.set({ consumer }, backlog.unknownTypes.filter((row) => row.consumer === consumer).length);
    }
  }

  private async tellLag(backlog: Backlog | undefined): Promise<void> {
    const { lagRecords, lagSeconds, kafkaUp } = this.metrics;
    const { kafka, config, transport } = this.running;
    const place = { kafka, topicPrefix: config.topicPrefix };
    const consumers = backlog ? transport!.consumers() : [];
    const lags = await ifAnswered(consumerLag(place, consumers, backlog?.positions ?? []));
    kafkaUp.set(lags ? 1 : 0);
    lagRecords.reset();
    lagSeconds.reset();
    for (const { consumer, records, seconds } of lags ?? []) {
      lagRecords.set({ consumer }, records);
      lagSeconds.set({ consumer }, seconds);
    }
  }
}

/** Undefined when it fails or takes too long. */
function ifAnswered<T>(question: Promise<T>): Promise<T | undefined> {
  return inTime(question, PATIENCE_MS).catch(() => undefined);
}
