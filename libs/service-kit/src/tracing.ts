import { context, diag, DiagLogLevel, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { traceMessages } from '@polyphony/messaging';
import type { LoggerService } from '@nestjs/common';
import type { ServiceConfig } from './config.js';

/** The longest that a span waits here, and how many may wait: a batch of the relay has a span for each of its events. */
const EXPORT = { scheduledDelayMillis: 1_000, maxQueueSize: 16_384 };

/** How long a collector may take; within the time that a service has to stop. */
const ATTEMPT_MS = 3_000;

/** The traces of this process. */
export interface Tracing {
  tracer: Tracer;
  /** Sends what is still here, if the collector takes it. */
  stop(): Promise<void>;
}

/**
 * Traces this process from now on, HTTP to copy, if OTEL_EXPORTER_OTLP_ENDPOINT says where to. A trace that a caller
 * began is kept as the caller decided, of others the share that OTEL_TRACES_SAMPLER_ARG says.
 */
export function startTracing(service: string, config: ServiceConfig, logger: LoggerService): Tracing | undefined {
  const { otelExporterOtlpEndpoint: endpoint, otelTracesSamplerArg: share } = config;
  if (!endpoint) return undefined;
  // A collector that is away is nobody's emergency: nothing but traces is lost.
  const told = (message: string): void => void logger.warn(message, 'tracing');
  const quiet = (): void => undefined;
  diag.setLogger({ error: told, warn: told, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: ATTEMPT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'polyphony' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, ...EXPORT })],
  });
  const tracer = provider.getTracer('polyphony');
  traceMessages(tracer);
  return { tracer, stop: () => provider.shutdown().catch((error: Error) => told(error.message)) };
}
