import { PartnerRegistered } from '@polyphony/contracts';
import { eventually, HttpClient, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { probe } from '../probe/service.js';
import { holding } from '../support/holding.js';
import { partnerHistory, trailOf } from '../support/partner-history.js';

const TOPIC = 'partner-registry.partner';
/** Four of them without progress are a stall. */
const SHORT_SESSION = { KAFKA_SESSION_TIMEOUT_MS: '1000' };

describe('The health of a service', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await testService(probe, { ROLES: 'relay' }, [TOPIC]);
  });
  afterEach(() => service.remove());

  /** Another process' worth of the service, and what it says when asked. */
  const replica = async (env: NodeJS.ProcessEnv) => {
    const other = await service.replica(env);
    const http = new HttpClient(await other.app.getUrl());
    const ask = async (path: string) => {
      const { status, body } = await http.get<{ code?: string }>(path);
      return body.code ?? status;
    };
    const stop = () => other.stop();
    return {
      http,
      transport: other.transport,
      stop,
      ask,
      live: () => ask('/health/live'),
      ready: () => ask('/health/ready'),
    };
  };
  const publish = async (id: string, length: number) => {
    for (const { event, version } of partnerHistory(id, length)) await service.publish(event, { id, version });
    await eventually(async () => expect(await service.database.query('SELECT 1 FROM outbox')).toEqual([]));
  };
  const expectTrail = (id: string, trail: string) =>
    eventually(async () => {
      const rows = await service.database.query('SELECT trail FROM ledger WHERE partner_id = $1', [id]);
      expect(rows).toEqual([{ trail }]);
    });

  it('is not ready once it is asked to stop, yet answers for its grace and closes each connection after its answer', async () => {
    const leaving = await replica({ ROLES: 'http', SHUTDOWN_GRACE_MS: '2000' });
    const staying = await leaving.http.get('/health/live');
    expect([staying.status, staying.headers.get('connection')]).toEqual([200, 'keep-alive']);
    const stopped = leaving.stop();
    expect(await leaving.ready()).toBe('replica-leaving');
    const last = await leaving.http.get('/health/live');
    expect([last.status, last.headers.get('connection')]).toEqual([200, 'close']);
    await stopped;
    await expect(leaving.live()).rejects.toThrow('fetch failed');
  });

  it('is not ready while a migration is pending; its consumers wait for it and park nothing', async () => {
    const { database } = service;
    // The service's own relay, which asks for migrations too before it begins, is to find none pending.
    const relay = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'relay'`;
    await eventually(async () => expect(await database.query(relay)).toHaveLength(1));
    await database.query('ALTER TABLE ledger RENAME TO ledger_to_come');
    const [done] = await database.query<{ name: string }>('DELETE FROM migrations RETURNING name');
    const waiting = await replica({ ROLES: 'http,consumers' });
    expect(await waiting.ready()).toBe('migration-pending');
    expect(await waiting.live()).toBe(200);
    const id = uuid();
    await publish(id, 3);
    // Whoever reads the log meanwhile from its beginning has joined, read and left: time enough to park.
    expect(await service.published(PartnerRegistered)).toHaveLength(1);
    const running = waiting.transport.stoppedPartitions();
    await database.query('ALTER TABLE ledger_to_come RENAME TO ledger');
    await database.query('INSERT INTO migrations (timestamp, name) VALUES (1, $1)', [done!.name]);
    await expectTrail(id, trailOf(3));
    expect(await waiting.ready()).toBe(200);
    expect(await database.query('SELECT 1 FROM parked_event')).toEqual([]);
    await waiting.stop();
    expect(running).toEqual([]); // no consumer ran, so none was counted
  });

  it('is no longer alive when it has something to do, does not move, and both engines answer', async () => {
    const stalled = await replica({ ROLES: 'http,consumers', ...SHORT_SESSION });
    const id = uuid();
    await holding(service.database.adminUrl, 'LOCK TABLE probe.ledger IN ACCESS EXCLUSIVE MODE', async () => {
      await publish(id, 2);
      await eventually(async () => expect(await stalled.live()).toBe('consumer-stalled'));
      expect(await stalled.ready()).toBe(200);
    });
    await expectTrail(id, trailOf(2));
    await eventually(async () => expect(await stalled.live()).toBe(200));
    await stalled.stop();
  });

  it('stays alive and ready while Kafka is away, as no restart would bring it back', async () => {
    const alone = await replica({ ROLES: 'http,relay,consumers', KAFKA_BROKERS: '127.0.0.1:1', ...SHORT_SESSION });
    const outside = [expect.stringMatching(/is not in its group/)];
    await eventually(() => expect(alone.transport.stalls()).toEqual(outside));
    expect(await alone.live()).toBe(200);
    expect(await alone.ready()).toBe(200);
    await alone.stop();
  });

  it('is the same on a replica without the role http, which answers nothing else', async () => {
    const worker = await replica({ ROLES: 'consumers' });
    expect(await worker.live()).toBe(200);
    expect(await worker.ready()).toBe(200);
    const others = ['/v1/partners', '/%761/partners', '/V1/partners', '/elsewhere'];
    const answers = await Promise.all(others.map(worker.ask));
    await worker.stop();
    expect(new Set(answers)).toEqual(new Set(['role-http-off']));
  });
});
