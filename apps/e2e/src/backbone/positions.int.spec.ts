import { eventually, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { probe } from '../probe/service.js';
import { outsider } from '../support/outsider.js';
import { partnerHistory, trailOf } from '../support/partner-history.js';

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
  const expectTrails = (ids: string[], trail: string) =>
    eventually(async () => {
      const rows = await service.database.query('SELECT trail FROM ledger WHERE partner_id = ANY($1)', [ids]);
      expect(rows).toEqual(ids.map(() => ({ trail })));
    });

  it('begins at the beginning of a topic that already held data', async () => {
    const ids = await publishMany(20, 3);
    const consumer = await service.replica({ ROLES: 'consumers' });
    await expectTrails(ids, trailOf(3));
    await consumer.stop();
  });

  it('is what the database says, not the offset that the broker has', async () => {
    const ids = await publishMany(20, 3);
    const admin = outsider(service.topics.brokers).admin();
    await admin.connect();
    const topic = service.topics.topic(TOPIC);
    const ends = await admin.fetchTopicOffsets(topic);
    const groupId = `${service.topics.prefix}probe.ledger`;
    await admin.setOffsets({
      groupId,
      topic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
    await admin.disconnect();
    const consumer = await service.replica({ ROLES: 'consumers' });
    await expectTrails(ids, trailOf(3));
    await consumer.stop();
  });

  it('stops its partition with an alarm that names rebuild when it lies outside the log', async () => {
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
    await consumer.stop();
  });

  it('survives replicas that join and leave every two seconds: nothing lost, nothing twice', async () => {
    const ids = Array.from({ length: 40 }, () => uuid());
    let published = 0;
    let publishing = true;
    const load = (async () => {
      for (; publishing; published += 1)
        for (const id of ids) {
          const { event, version } = partnerHistory(id, published + 1)[published]!;
          await service.publish(event, { id, version });
        }
    })();
    const steady = await service.replica({ ROLES: 'consumers' });
    for (let round = 0; round < 4; round += 1) {
      const passing = await service.replica({ ROLES: 'consumers' });
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await passing.stop();
    }
    publishing = false;
    await load;
    await expectTrails(ids, trailOf(published));
    await steady.stop();
  });
});
