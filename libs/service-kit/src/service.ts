import { setTimeout as pause } from 'node:timers/promises';
import { Global, Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Tracer } from '@opentelemetry/api';
import { KafkaTransport, Relay, type KafkaOptions } from '@polyphony/messaging';
import { DataSource } from 'typeorm';
import { ActorGuard } from './actor.js';
import { receive } from './arrivals.js';
import { requireCallers } from './callers.js';
import { Commands } from './commands.js';
import type { ServiceConfig } from './config.js';
import { HealthController } from './health.controller.js';
import { FormPipe } from './forms.js';
import { readBodies } from './http-bodies.js';
import { keepDeadline } from './http-deadline.js';
import { closeConnectionsOf, prepareHttp } from './http.js';
import { forgetIdempotencyKeys } from './idempotency-expiry.js';
import { kafkaSecurityOf } from './kafka-security.js';
import { Management } from './management.js';
import { pendingMigrations } from './migrations.js';
import { gatherWrites, poolOf } from './pool.js';
import { ProblemFilter, refuseUnreadable, refuseUnroutable } from './problem.js';
import { Pseudonyms } from './pseudonyms.js';
import { ViewHeaders } from './routes.js';
import { SERVICE, type RunningService, type ServiceDefinition } from './service-definition.js';
import { ServiceLog } from './service-log.js';
import { ServiceMetrics } from './service-metrics.js';
import { TokenVerifier } from './token-verifier.js';

/** How often a service that waits for its migrations looks again. */
const PENDING_MS = 1_000;
const HEADERS_MS = 10_000;

@Global()
@Module({})
class ServiceModule {
  static of(running: RunningService, logger: LoggerService, metrics?: ServiceMetrics): DynamicModule {
    const { definition, config, kafka } = running;
    return {
      module: ServiceModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: config.databaseUrl,
          entities: definition.entities,
          poolSize: config.databasePool,
          applicationName: definition.name,
          retryAttempts: 0,
          manualInitialization: false,
          extra: {
            connectionTimeoutMillis: 5_000,
            // The client's own, as a server that hangs stops nothing: above the server's, below the deadline of a request.
            query_timeout: 17_000,
            statement_timeout: 15_000,
            idle_in_transaction_session_timeout: 10_000,
            keepAlive: true,
            // Statements that need nothing of each other go out together: see Commands.
            pipeline: true,
            onConnect: gatherWrites,
          },
        }),
        definition.module,
      ],
      controllers: [HealthController],
      providers: [
        { provide: SERVICE, useValue: running },
        {
          provide: Relay,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) =>
            new Relay({
              databaseUrl: config.databaseUrl,
              pool: poolOf(dataSource),
              kafka,
              topicPrefix: config.topicPrefix,
              logger,
              published: (count) => metrics?.publishedEvents.inc(count),
            }),
        },
        Commands,
        Pseudonyms,
        TokenVerifier,
        { provide: APP_GUARD, useClass: ActorGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: ViewHeaders },
      ],
      exports: [Commands, Pseudonyms, Relay],
    };
  }
}

/** A service as an application: HTTP, relay and consumers, not yet listening. */
export interface ServiceApp {
  app: NestFastifyApplication;
  transport: KafkaTransport;
  /** Starts what the roles say; resolves with the base URL. */
  start(): Promise<string>;
  /** Where the started service answers `/metrics`; undefined where MANAGEMENT_PORT is not set. */
  managementUrl(): string | undefined;
  /** Stops taking work, finishes what is in progress, releases the engines. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** False makes the handlers available without reading from Kafka. */
  consume?: boolean;
  logger?: LoggerService;
  /** Traces requests; what happens to messages is traced for the whole process. */
  tracer?: Tracer;
}

/** Builds a service, which does nothing yet. */
export async function createService(
  definition: ServiceDefinition,
  config: ServiceConfig,
  { consume = true, logger = ServiceLog.of(definition.name, config), tracer }: ServiceOptions = {},
): Promise<ServiceApp> {
  const metrics = config.managementPort === undefined ? undefined : new ServiceMetrics();
  const kafka: KafkaOptions = {
    brokers: config.kafkaBrokers,
    clientId: definition.name,
    security: kafkaSecurityOf(config),
  };
  const running: RunningService = { definition, config, kafka };
  const app = await NestFactory.create<NestFastifyApplication>(
    ServiceModule.of(running, logger, metrics),
    new FastifyAdapter({
      bodyLimit: config.bodyLimit,
      forceCloseConnections: 'idle',
      frameworkErrors: refuseUnroutable,
      clientErrorHandler: refuseUnreadable,
      trustProxy: config.trustedProxies,
      // For whoever sends a request in drops.
      requestTimeout: config.requestDeadlineMs,
      http: { headersTimeout: Math.min(config.requestDeadlineMs, HEADERS_MS), connectionsCheckingInterval: 1_000 },
    }),
    { logger, abortOnError: false, rawBody: true },
  );
  try {
    requireCallers(app);
  } catch (error) {
    await app.close();
    throw error;
  }
  app.useGlobalPipes(new FormPipe());
  prepareHttp(app, {
    serves: config.roles.includes('http'),
    metrics,
    tracer,
    log: config.logLevel === 'debug' ? (fields) => void logger.debug?.(fields, 'http') : undefined,
  });
  await receive(app, config);
  closeConnectionsOf(app, running);
  readBodies(app);
  keepDeadline(app, config.requestDeadlineMs);
  const relay = app.get(Relay);
  const transport = new KafkaTransport({
    service: definition.name,
    kafka,
    topicPrefix: config.topicPrefix,
    dataSource: app.get(DataSource),
    logger,
    appended: () => relay.wake(),
    delivered: metrics && ((consumer, records) => metrics.delivered(consumer, records)),
    consume: consume && config.roles.includes('consumers'),
    sessionTimeoutMs: config.kafkaSessionTimeoutMs,
  });
  running.transport = transport;
  app.connectMicroservice({ strategy: transport });
  const management = metrics && new Management(running, app.get(DataSource), metrics);
  let managementUrl: string | undefined;
  const stopping = new AbortController();
  let begun: Promise<void> = Promise.resolve();
  let forgetting: Promise<void> = Promise.resolve();
  /** Relay and consumers work on the schema that this build knows, so they wait until nothing is pending. */
  const begin = async (): Promise<void> => {
    const { signal } = stopping;
    while (!signal.aborted && !(await isMigrated(app.get(DataSource), definition)))
      await pause(PENDING_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    if (signal.aborted) return;
    if (config.roles.includes('relay')) relay.start();
    if (config.roles.includes('http')) forgetting = forgetIdempotencyKeys(app.get(DataSource), logger, signal);
    await app.startAllMicroservices();
  };
  return {
    app,
    transport,
    start: async () => {
      await app.listen(config.port, config.host);
      managementUrl = await management?.start();
      if (managementUrl) logger.log(`Metrics at ${managementUrl}/metrics`);
      begun = begin().catch((error: Error) => {
        logger.error(`Relay and consumers have not begun: ${error.message}`);
      });
      return app.getUrl();
    },
    managementUrl: () => managementUrl,
    stop: async () => {
      running.leaving = true;
      await pause(config.shutdownGraceMs);
      stopping.abort();
      await begun;
      await forgetting;
      await app.close();
      await relay.stop();
      await management?.stop();
    },
  };
}

/** A database that does not answer now has not said that it is migrated. */
async function isMigrated(dataSource: DataSource, { migrations }: ServiceDefinition): Promise<boolean> {
  const pending = await pendingMigrations(dataSource, migrations).catch(() => ['unknown']);
  return pending.length === 0;
}
