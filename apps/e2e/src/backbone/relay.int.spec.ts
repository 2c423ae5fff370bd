import { eventClassOf } from '@polyphony/contracts';
import {
  appendToOutbox,
  appendTombstone,
  LET_OUTBOX_TAKE_TOMBSTONES,
  readEvent,
  readLog,
  Relay,
  type LogRecord,
  type RelayOptions,
} from '@polyphony/messaging';
import { poolOf } from '@polyphony/service-kit';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { CloudEvent, Kafka as KafkaBinding } from 'cloudevents';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { probe } from '../probe/service.js';
import { outsider } from '../support/outsider.js';
import { partnerHistory, type PartnerEvent } from '../support/partner-history.js';

const TOPIC = 'partner-registry.partner';

describe('The relay', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(probe, { ROLES: 'http' }, [TOPIC]);
  });
  afterAll(() => service?.remove());

  const publish = async (id: string, events: number): Promise<void> => {
    for (const { event, version } of partnerHistory(id, events)) await service.publish(event, { id, version });
  };
  const published = (): Promise<LogRecord[]> =>
    readLog({ brokers: service.topics.brokers, clientId: 'spec' }, service.topics.topic(TOPIC));
  const sequencesOf = (records: LogRecord[], id: string): (string | undefined)[] =>
    records.filter((record) => record.key === id).map((record) => record.headers['ce_sequence']);
  /** A relay of the same service on its own, as another replica would have it. */
  const relayOf = ({ warn = () => undefined, ...options }: Partial<RelayOptions> & { warn?: (text: string) => void }) =>
    new Relay({
      databaseUrl: service.database.runtimeUrl,
      pool: poolOf(service.app.get(DataSource)),
      kafka: { brokers: service.topics.brokers, clientId: 'spec' },
      topicPrefix: service.topics.prefix,
      logger: { log: () => undefined, warn, error: () => undefined },
      ...options,
    });
  const untilOutboxIsEmpty = () =>
    eventually(async () => expect(await service.database.query('SELECT 1 FROM outbox')).toEqual([]));

  it('publishes what is committed, in its order, and nothing of what is rolled back', async () => {
    const replica = await service.replica({ ROLES: 'relay' });
    const [kept, undone] = [uuid(), uuid()];
    const change = service.app.get(DataSource).transaction(async (tx) => {
      const [first] = partnerHistory(undone, 1);
      await appendToOutbox(tx, first!.event, first!, new Date());
      throw new Error('refused at the last moment');
    });
    await expect(change).rejects.toThrow('refused at the last moment');
    await publish(kept, 5);
    await untilOutboxIsEmpty();
    const records = await published();
    expect(sequencesOf(records, kept)).toEqual(['1', '2', '3', '4', '5']);
    expect(sequencesOf(records, undone)).toEqual([]);
    await replica.stop();
  });

  it('sends with one replica at a time, and another takes over when it stops', async () => {
    const first = await service.replica({ ROLES: 'relay' });
    const second = await service.replica({ ROLES: 'relay' });
    const ids = Array.from({ length: 60 }, () => uuid());
    await Promise.all(ids.map((id) => publish(id, 5)));
    await untilOutboxIsEmpty();
    await first.stop();
    await Promise.all(ids.map(async (id) => service.publish(partnerHistory(id, 6)[5]!.event, { id, version: 6 })));
    await untilOutboxIsEmpty();
    await second.stop();
    const records = await published();
    for (const id of ids) expect(sequencesOf(records, id)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('keeps an event until Kafka has acknowledged it', async () => {
    const prefix = `${service.topics.prefix}later.`;
    const warnings: string[] = [];
    const relay = relayOf({ topicPrefix: prefix, warn: (text) => void warnings.push(text) });
    const id = uuid();
    await publish(id, 2);
    relay.start();
    // The topic does not exist yet, so no send can succeed.
    await eventually(() => expect(warnings).toContainEqual(expect.stringMatching(/topic-partition/)));
    expect(await service.database.query('SELECT 1 FROM outbox')).toHaveLength(2);
    const admin = outsider(service.topics.brokers).admin();
    await admin.connect();
    // The relay is who waits for leaders here: kafkajs gives up when a broker has not heard of a fresh topic yet.
    await admin.createTopics({ waitForLeaders: false, topics: [{ topic: prefix + TOPIC, numPartitions: 12 }] });
    await untilOutboxIsEmpty();
    const records = await readLog({ brokers: service.topics.brokers, clientId: 'spec' }, prefix + TOPIC);
    expect(sequencesOf(records, id)).toEqual(['1', '2']);
    await relay.stop();
    await admin.deleteTopics({ topics: [prefix + TOPIC] });
    await admin.disconnect();
  });

  it('hears at once what another replica has committed', async () => {
    const relay = relayOf({ pollMs: 3_600_000 });
    relay.start();
    for (let event = 0; event < 5; event += 1) {
      await publish(uuid(), 1);
      await untilOutboxIsEmpty();
    }
    await relay.stop();
  });

  it('publishes events that are together larger than Kafka takes at a time', async () => {
    const id = uuid();
    const large = Object.assign(partnerHistory(id, 1)[0]!.event, { languages: ['x'.repeat(700_000)] });
    for (const version of [1, 2]) await service.publish(large, { id, version });
    const replica = await service.replica({ ROLES: 'relay' });
    await untilOutboxIsEmpty();
    expect(sequencesOf(await published(), id)).toEqual(['1', '2']);
    await replica.stop();
  });

  it('publishes a record without a value among others, with its headers', async () => {
    await service.database.query(LET_OUTBOX_TAKE_TOMBSTONES);
    const ids = [uuid(), uuid(), uuid()] as const;
    for (const id of ids)
      await service.app.get(DataSource).transaction(async (tx) => {
        await appendTombstone(tx, 'partner.registered.v1', { id, version: 9 }, new Date());
        await appendToOutbox(tx, partnerHistory(id, 1)[0]!.event, { id, version: 10 }, new Date());
      });
    const replica = await service.replica({ ROLES: 'relay' });
    await untilOutboxIsEmpty();
    const records = await published();
    for (const id of ids) {
      const [gone, there] = records.filter((record) => record.key === id);
      expect(gone).toMatchObject({ value: null, headers: { ce_type: 'partner.registered.v1', ce_sequence: '9' } });
      expect(there).toMatchObject({ value: expect.any(Buffer), headers: { ce_sequence: '10' } });
    }
    await replica.stop();
  });

  it('writes CloudEvents in binary mode that the reference library reads', async () => {
    const replica = await service.replica({ ROLES: 'relay' });
    const id = uuid();
    const [{ event: registered }] = partnerHistory(id, 1) as [PartnerEvent];
    const origin = { actor: 'pseudonym-1', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
    await service.app.get(DataSource).transaction(async (tx) => {
      await appendToOutbox(tx, registered, { id, version: 1 }, new Date(), origin);
    });
    await untilOutboxIsEmpty();
    const record = (await published()).find((one) => one.key === id)!;
    const message = {
      headers: record.headers,
      body: record.value!.toString(),
      key: record.key,
      value: record.value!.toString(),
    };
    const event = KafkaBinding.toEvent(message) as CloudEvent<{ partnerId: string }>;
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'partner.registered.v1',
      source: 'partner-registry',
      subject: id,
      time: new Date(event.time!).toISOString(),
      sequence: '1',
      datacontenttype: 'application/json',
      specversion: '1.0',
      actor: origin.actor,
    });
    expect(event.data).toEqual({ ...partnerHistory(id, 1)[0]!.event });
    expect(readEvent(record, eventClassOf('partner.registered.v1')!)).toMatchObject({ sequence: 1, ...origin });
    await replica.stop();
  });

  it('writes no actor where nobody is known to have made it happen', async () => {
    const replica = await service.replica({ ROLES: 'relay' });
    const id = uuid();
    await publish(id, 1);
    await untilOutboxIsEmpty();
    const record = (await published()).find((one) => one.key === id)!;
    expect(record.headers).not.toHaveProperty('ce_actor');
    expect(readEvent(record, eventClassOf('partner.registered.v1')!)).not.toHaveProperty('actor');
    await replica.stop();
  });
});
