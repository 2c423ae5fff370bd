import { headerOf, type RawRecord } from '@polyphony/messaging';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** HTTP answers: from a read by its key to a submission of some megabytes. */
const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** From a change to its copies: usually a fraction of a second, after an outage hours. */
const DELAY_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800, 7_200, 86_400];

/**
 * Every metric of a service: those declared here, and those of Node and its process by prom-client. Labels have few
 * values: route templates, names of consumers, never an id. Which service it is, the scraper says.
 */
export class ServiceMetrics {
  readonly registry = new Registry();

  readonly httpDuration = new Histogram({
    name: 'polyphony_http_request_duration_seconds',
    help: 'How long answers took, by route template and status code',
    labelNames: ['method', 'route', 'status'],
    buckets: ANSWER_SECONDS,
    registers: [this.registry],
  });
  readonly projectionDelay = new Histogram({
    name: 'polyphony_projection_delay_seconds',
    help: 'From the change in its service to its effect in a copy here, of the oldest event of each delivery',
    labelNames: ['consumer'],
    buckets: DELAY_SECONDS,
    registers: [this.registry],
  });
  readonly handledRecords = this.counter('polyphony_consumer_records_total', 'Records that were handled', ['consumer']);
  readonly publishedEvents = this.counter('polyphony_relay_published_total', 'Events that Kafka has acknowledged');

  readonly databaseUp = this.gauge('polyphony_database_up', '1 when the database said what the metrics ask of it');
  readonly kafkaUp = this.gauge('polyphony_kafka_up', '1 when Kafka said what the metrics ask of it');
  readonly poolConnections = this.gauge('polyphony_database_pool_connections', 'Connections by what they do', [
    'state',
  ]);
  readonly poolWaiting = this.gauge('polyphony_database_pool_waiting', 'Requests that wait for a connection');

  readonly outboxWaiting = this.gauge('polyphony_outbox_waiting', 'Events committed and not yet published');
  readonly outboxOldest = this.gauge('polyphony_outbox_oldest_seconds', 'Age of the oldest of them; 0 when none waits');
  readonly lagRecords = this.gauge('polyphony_consumer_lag_records', 'Records not yet handled', ['consumer']);
  readonly lagSeconds = this.gauge(
    'polyphony_consumer_lag_seconds',
    'How long ago the oldest of them was published, to within a thousandth',
    ['consumer'],
  );
  readonly stoppedPartitions = this.gauge(
    'polyphony_consumer_stopped_partitions',
    'Partitions of this replica that stand outside the log and wait for a rebuild',
    ['consumer'],
  );
  readonly parkedEvents = this.gauge('polyphony_parked_events', 'Events that wait for a person', ['consumer']);
  readonly unknownTypes = this.gauge('polyphony_unknown_event_types', 'Types of events passed by', ['consumer']);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A delivery whose effect is committed; its first record is its oldest. */
  delivered(consumer: string, records: readonly RawRecord[]): void {
    this.handledRecords.inc({ consumer }, records.length);
    const [oldest] = records;
    const changedAt = Date.parse((oldest && headerOf(oldest.headers, 'ce_time')) ?? '');
    if (!Number.isNaN(changedAt)) this.projectionDelay.observe({ consumer }, (Date.now() - changedAt) / 1_000);
  }

  /** The names under which time series come, for whoever writes a query. */
  seriesNames(): Set<string> {
    const parts: Record<string, string[]> = {
      histogram: ['_bucket', '_sum', '_count'],
      summary: ['', '_sum', '_count'],
    };
    return new Set(
      this.registry
        .getMetricsAsArray()
        .flatMap((metric) => (parts[metric.type as unknown as string] ?? ['']).map((part) => metric.name + part)),
    );
  }

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
