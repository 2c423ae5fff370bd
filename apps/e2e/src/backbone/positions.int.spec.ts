import { IS_REBUILDING, resetProjection } from '@polyphony/messaging';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { probe } from '../probe/service.js';
import { holding, waitingFor } from '../support/holding.js';
import { outsider } from '../support/outsider.js';
import { partnerEvent, partnerHistory, trailOf } from '../support/partner-history.js';

const TOPIC = 'partner-registry.partner';

describe('The position of a consumer', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await testService(probe, { ROLES: 'relay' }, [TOPIC]);
  });
  afterEach(() => service.remove());

  const publishMany = async (partners: number, events: number): Promise<string[]> => {
    const ids = Array.from({ length: partners }, () => uuid());
    for (const id of ids)
      for (const { event, version } of partnerHistory(id, events)) await service.publish(event, { id, version });
    await eventually(async () => expect(await service.database.query('SELECT 1 FROM outbox')).toEqual([]));
    return ids;
  };
  /** Commits offsets for the consumer's group, as computed from the end of each partition. */
  const tellBroker = async (offsetOf: (end: bigint) => bigint): Promise<void> => {
    const kafka = outsider(service.topics.brokers).admin();
    await kafka.connect();
    const topic = service.topics.topic(TOPIC);
    const partitions = (await kafka.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
      partition,
      offset: offsetOf(BigInt(high)).toString(),
    }));
    await kafka.setOffsets({ groupId: `${service.topics.prefix}probe.ledger`, topic, partitions });
    await kafka.disconnect();
  };
  const isRebuilding = async () => {
    const [row] = await service.database.query(`SELECT ${IS_REBUILDING} AS yes`);
    return row!['yes'] as boolean;
  };
  const expectTrails = (ids: string[], trail: string) =>
    eventually(
      async () => {
        const rows = await service.database.query('SELECT trail FROM ledger WHERE partner_id = ANY($1)', [ids]);
        expect(rows).toEqual(ids.map(() => ({ trail })));
      },
      { timeoutMs: 40_000 },
    );

  it('begins at the beginning of a topic that already held data', async () => {
    const ids = await publishMany(20, 3);
    const consumer = await service.replica({ ROLES: 'consumers' });
    await expectTrails(ids, trailOf(3));
    await consumer.stop();
  });

  it('is what the database says, although the broker believes that everything was read', async () => {
    const ids = await publishMany(20, 3);
    await tellBroker((end) => end);
    const consumer = await service.replica({ ROLES: 'consumers' });
    await expectTrails(ids, trailOf(3));
    await consumer.stop();
  });

  it('is not passed over when records after a gap arrive first', async () => {
    const ids = await publishMany(20, 3);
    await tellBroker((end) => end / 2n);
    const noPositions = 'LOCK TABLE probe.consumer_position IN ACCESS EXCLUSIVE MODE';
    const consumer = await holding(service.database.adminUrl, noPositions, async () => {
      const replica = await service.replica({ ROLES: 'consumers' });
      await waitingFor(service, 'INSERT INTO consumer_position'); // with records from the middle in its hands
      return replica;
    });
    await expectTrails(ids, trailOf(3));
    await consumer.stop();
  });

  it('stops its partition when it lies outside the log, until a rebuild brings it back', async () => {
    const [id] = await publishMany(1, 2);
    await service.database.query(
      `INSERT INTO consumer_position (consumer, topic, partition, next_offset) SELECT 'ledger', $1, p, 1000 FROM generate_series(0, 11) p`,
      [TOPIC],
    );
    const consumer = await service.replica({ ROLES: 'consumers' });
    await eventually(() => {
      expect(consumer.transport.stopped()).toHaveLength(12);
      expect(consumer.transport.stopped()[0]).toMatch(/position 1000 is outside the log/);
      return Promise.resolve();
    });
    expect(await service.database.query('SELECT 1 FROM ledger WHERE partner_id = $1', [id])).toEqual([]);
    await resetProjection(service.app.get(DataSource), service.transport.consumer('ledger'));
    await expectTrails([id!], trailOf(2));
    // Partitions come back one after the other.
    await eventually(() => expect(consumer.transport.stopped()).toEqual([]));
    // It never comes back to where it stood, as the log ends before.
    await eventually(async () => expect(await isRebuilding()).toBe(false));
    await consumer.stop();
  });

  it('says that it is rebuilt until it is back where it stood', async () => {
    const [id] = await publishMany(1, 2);
    const consumer = await service.replica({ ROLES: 'consumers' });
    await expectTrails([id!], trailOf(2));
    expect(await isRebuilding()).toBe(false);
    await consumer.stop();
    await resetProjection(service.app.get(DataSource), service.transport.consumer('ledger'));
    expect(await isRebuilding()).toBe(true);
    // A second one changes nothing of where the first must come to.
    await resetProjection(service.app.get(DataSource), service.transport.consumer('ledger'));
    expect(await isRebuilding()).toBe(true);
    const again = await service.replica({ ROLES: 'consumers' });
    await eventually(async () => expect(await isRebuilding()).toBe(false));
    await expectTrails([id!], trailOf(2));
    await again.stop();
  });

  it('begins where the log does when that has lost its first records', async () => {
    const ids = await publishMany(12, 2);
    const kafka = outsider(service.topics.brokers).admin();
    await kafka.connect();
    const topic = service.topics.topic(TOPIC);
    const ends = await kafka.fetchTopicOffsets(topic);
    await kafka.deleteTopicRecords({
      topic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
    await kafka.disconnect();
    const consumer = await service.replica({ ROLES: 'consumers' });
    for (const id of ids) await service.publish(partnerEvent(id, 3).event, { id, version: 3 });
    await expectTrails(ids, '3');
    expect(consumer.transport.stopped()).toEqual([]);
    await consumer.stop();
  });

  it('survives replicas that come, deliver and go: nothing lost, nothing twice', async () => {
    const ids = Array.from({ length: 40 }, () => uuid());
    let published = 0;
    let publishing = true;
    const load = (async () => {
      for (; publishing; published += 1) {
        for (const id of ids)
          await service.publish(partnerEvent(id, published + 1).event, { id, version: published + 1 });
      }
    })();
    // The members of a group learn of a new one by their heartbeat.
    const restless = { ROLES: 'consumers', KAFKA_SESSION_TIMEOUT_MS: '2000' };
    const steady = await service.replica(restless);
    for (let round = 0; round < 4; round += 1) {
      const passing = await service.replica(restless);
      let delivered = 0;
      passing.app.get(DataSource).subscribers.push({ afterTransactionCommit: () => void (delivered += 1) });
      await eventually(() => expect(delivered).toBeGreaterThan(20));
      await passing.stop();
    }
    publishing = false;
    await load;
    await expectTrails(ids, trailOf(published));
    await steady.stop();
  }, 120_000);
});
