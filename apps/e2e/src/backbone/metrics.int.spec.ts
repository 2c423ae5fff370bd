import { request } from 'node:http';
import { eventually, HttpClient, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { probe } from '../probe/service.js';
import { outsider } from '../support/outsider.js';
import { partnerHistory } from '../support/partner-history.js';
import { Scraped } from '../support/scraped.js';

const MANAGED = { MANAGEMENT_PORT: '0' };
const LEDGER = '{consumer="ledger"}';

describe('The metrics of a service', () => {
  let service: TestService;
  const start = async (env: NodeJS.ProcessEnv) => {
    service = await testService(probe, { ...MANAGED, ...env }, ['partner-registry.partner']);
  };
  afterEach(() => service.remove());

  const scrape = () => Scraped.from(service.managementUrl());
  const publish = async (id: string, length: number) => {
    for (const { event, version } of partnerHistory(id, length)) await service.publish(event, { id, version });
  };
  const expectMetrics = (metrics: Record<string, unknown>) =>
    eventually(async () => {
      const scraped = await scrape();
      const values = Object.keys(metrics).map((series) => [series, scraped.value(series)] as const);
      expect(Object.fromEntries(values)).toEqual(metrics);
    });

  it('tell how many events wait in the outbox, and for how long the oldest', async () => {
    await start({ ROLES: 'http' });
    await expectMetrics({ polyphony_outbox_waiting: 0, polyphony_outbox_oldest_seconds: 0 });
    await publish(uuid(), 3);
    await service.database.query(`UPDATE outbox SET occurred_at = now() - interval '90 seconds' WHERE sequence = 1`);
    const scraped = await scrape();
    expect(scraped.value('polyphony_outbox_waiting')).toBe(3);
    expect(scraped.value('polyphony_outbox_oldest_seconds')).toBeGreaterThanOrEqual(90);
    expect(scraped.value('polyphony_outbox_oldest_seconds')).toBeLessThan(1_000);
  });

  it('tell the lag of a consumer that does not run, in records and in seconds', async () => {
    await start({ ROLES: 'relay' });
    await expectMetrics({ [`polyphony_consumer_lag_records${LEDGER}`]: 0 });
    await publish(uuid(), 3);
    await expectMetrics({
      polyphony_outbox_waiting: 0,
      polyphony_relay_published_total: 3,
      [`polyphony_consumer_lag_records${LEDGER}`]: 3,
    });
    await eventually(async () => {
      expect((await scrape()).value(`polyphony_consumer_lag_seconds${LEDGER}`)).toBeGreaterThan(1);
    });
  });

  it('tell the age of an old event closely enough to see it grow', async () => {
    await start({ ROLES: 'http' });
    const producer = outsider(service.topics.brokers).producer();
    await producer.connect();
    const timestamp = String(Date.now() - 3_600_000);
    await producer.send({
      topic: service.topics.topic('partner-registry.partner'),
      messages: [{ key: uuid(), value: '{}', timestamp }],
    });
    await producer.disconnect();
    await eventually(async () => {
      const seconds = (await scrape()).value(`polyphony_consumer_lag_seconds${LEDGER}`);
      expect(seconds).toBeGreaterThan(3_590);
      expect(seconds).toBeLessThan(3_700);
    });
  });

  it('tell when a consumer has caught up, what it has handled, and how old the events were by then', async () => {
    await start({ ROLES: 'relay,consumers' });
    await publish(uuid(), 3);
    await expectMetrics({
      [`polyphony_consumer_records_total${LEDGER}`]: 3,
      [`polyphony_consumer_lag_records${LEDGER}`]: 0,
      [`polyphony_consumer_lag_seconds${LEDGER}`]: 0,
      [`polyphony_consumer_stopped_partitions${LEDGER}`]: 0,
      [`polyphony_parked_events${LEDGER}`]: 0,
    });
    const scraped = await scrape();
    expect(scraped.value(`polyphony_projection_delay_seconds_count${LEDGER}`)).toBeGreaterThan(0);
    expect(scraped.value(`polyphony_projection_delay_seconds_sum${LEDGER}`)).toBeGreaterThan(0);
  });

  it('tell of parked events until nobody needs to look at them any more', async () => {
    await start({ ROLES: 'relay,consumers' });
    const id = uuid();
    await service.database.query('INSERT INTO refusal (partner_id) VALUES ($1)', [id]);
    await publish(id, 2);
    await expectMetrics({ [`polyphony_parked_events${LEDGER}`]: 2 });
    await service.database.query('DELETE FROM parked_event');
    await expectMetrics({ [`polyphony_parked_events${LEDGER}`]: 0 });
  });

  it('tell of partitions that only a rebuild brings back', async () => {
    await start({ ROLES: 'consumers' });
    await service.database.query(
      // The consumer may have stored its first positions already.
      `INSERT INTO consumer_position (consumer, topic, partition, next_offset) VALUES ('ledger', 'partner-registry.partner', 4, 999)
       ON CONFLICT (consumer, topic, partition) DO UPDATE SET next_offset = excluded.next_offset`,
    );
    await expectMetrics({ [`polyphony_consumer_stopped_partitions${LEDGER}`]: 1 });
  });

  it('say that Kafka is away, and everything that can be known without it', async () => {
    await start({ ROLES: 'http', KAFKA_BROKERS: '127.0.0.1:1' });
    await expectMetrics({
      polyphony_kafka_up: 0,
      polyphony_database_up: 1,
      polyphony_outbox_waiting: 0,
      [`polyphony_consumer_lag_records${LEDGER}`]: undefined,
    });
  });

  it('say that the database is away, and nothing that was true before', async () => {
    await start({ ROLES: 'http' });
    await expectMetrics({ polyphony_database_up: 1, polyphony_kafka_up: 1, polyphony_outbox_waiting: 0 });
    await service.database.query('ALTER TABLE outbox RENAME TO outbox_away');
    await expectMetrics({
      polyphony_database_up: 0,
      polyphony_kafka_up: 1,
      polyphony_outbox_waiting: undefined,
      polyphony_outbox_oldest_seconds: undefined,
      [`polyphony_parked_events${LEDGER}`]: undefined,
      [`polyphony_consumer_lag_records${LEDGER}`]: undefined,
    });
  });

  it('count answers by the template of the route and the status, never by an address', async () => {
    await start({ ROLES: 'http' });
    const http = new HttpClient(service.url);
    await http.get('/health/live');
    await http.get('/v1/partners/0199e0a4-0000-7000-8000-000000000001?name=Somebody');
    await expectMetrics({
      'polyphony_http_request_duration_seconds_count{method="GET",route="/health/live",status="200"}': 1,
      'polyphony_http_request_duration_seconds_count{method="GET",route="none",status="404"}': 1,
    });
    expect((await scrape()).text).not.toMatch(/0199e0a4|Somebody/);
  });

  it('tell of connections of the pool, and of Node: the delay of its event loop among others', async () => {
    await start({ ROLES: 'http' });
    await service.http.get('/health/ready');
    const scraped = await scrape();
    expect(scraped.value('polyphony_database_pool_waiting')).toBe(0);
    expect(scraped.labels('polyphony_database_pool_connections', 'state')).toEqual(new Set(['idle', 'busy']));
    expect(scraped.value('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(0);
  });

  it('are answered on a port of their own, and nothing else is answered there', async () => {
    await start({ ROLES: 'http' });
    expect((await service.http.get('/metrics')).status).toBe(404);
    const statusOf = (method: string, path: string) =>
      new Promise<number>((resolve, reject) => {
        const asked = request(`${service.managementUrl()}${path}`, { method }, (reply) => resolve(reply.statusCode!));
        asked.on('error', reject).end();
      });
    expect(await statusOf('GET', '/health/live')).toBe(404);
    expect(await statusOf('POST', '/metrics')).toBe(404);
  });
});

describe('A service without MANAGEMENT_PORT', () => {
  it('measures nothing and listens nowhere for a scraper', async () => {
    const service = await testService(probe, { ROLES: 'http' }, []);
    expect(service.managementUrl()).toBeUndefined();
    await service.remove();
  });
});
