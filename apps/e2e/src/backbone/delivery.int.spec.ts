import { listParked, discardParked, partitionOf, replayParked, resetProjection } from '@polyphony/messaging';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { CloudEvent, Kafka as KafkaBinding } from 'cloudevents';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { probe } from '../probe/service.js';
import { holding, waitingFor } from '../support/holding.js';
import { outsider } from '../support/outsider.js';
import { partnerHistory, trailOf, type PartnerEvent } from '../support/partner-history.js';

const TOPIC = 'partner-registry.partner';

describe('A consumer', () => {
  let service: TestService;
  let source: DataSource;
  beforeAll(async () => {
    service = await testService(probe, {}, [TOPIC]);
    source = service.app.get(DataSource);
  });
  afterAll(() => service?.remove());

  const publish = async (...events: PartnerEvent[]) => {
    for (const { event, id, version } of events) await service.publish(event, { id, version });
  };
  const trail = async (id: string) =>
    (await service.database.query<{ trail: string }>('SELECT trail FROM ledger WHERE partner_id = $1', [id]))[0]?.trail;
  const expectTrail = (id: string, expected: string) => eventually(async () => expect(await trail(id)).toBe(expected));
  const refuse = (id: string) => service.database.query('INSERT INTO refusal VALUES ($1)', [id]);
  const mend = (id: string) => service.database.query('DELETE FROM refusal WHERE partner_id = $1', [id]);
  const parked = async (id: string) => (await listParked(source)).filter((event) => event.key === id);
  const replay = (id: string) => replayParked(source, service.transport.consumer('ledger'), id);
  /** An id whose events stand on the same partition as those of another. */
  const neighbourOf = (id: string): string => {
    for (;;) {
      const other = uuid();
      if (partitionOf(other) === partitionOf(id)) return other;
    }
  };
  /** Records as no relay of ours would send them. */
  const produceRaw = async (key: string, value: string, headers: Record<string, string>) => {
    const producer = outsider(service.topics.brokers).producer();
    await producer.connect();
    await producer.send({
      topic: service.topics.topic(TOPIC),
      messages: [{ key, value, headers, partition: partitionOf(key) }],
    });
    await producer.disconnect();
  };

  it('applies each event once although each arrives three times', async () => {
    const ids = Array.from({ length: 20 }, () => uuid());
    for (const id of ids) for (const event of partnerHistory(id, 6)) await publish(event, event, event);
    for (const id of ids) await publish(...partnerHistory(id, 6));
    const last = ids.map((id) => neighbourOf(id));
    for (const id of last) await publish(...partnerHistory(id, 1));
    for (const id of last) await expectTrail(id, '1');
    for (const id of ids) expect(await trail(id)).toBe(trailOf(6));
  });

  it('parks an event that always fails and what follows of its key, lets others pass, and heals by replay in order', async () => {
    const bad = uuid();
    const good = neighbourOf(bad);
    const [first, ...rest] = partnerHistory(bad, 5);
    await publish(first!);
    await expectTrail(bad, '1');
    await refuse(bad);
    await publish(...rest.slice(0, 2), rest[1]!, ...partnerHistory(good, 3), ...rest.slice(2));
    await expectTrail(good, trailOf(3));
    await eventually(async () => expect(await parked(bad)).toHaveLength(5));
    const waiting = await parked(bad);
    expect(waiting[0]).toMatchObject({ error: `The ledger refuses ${bad}`, attempts: 3, type: 'partner.activated.v1' });
    expect(waiting.slice(1).map((event) => event.attempts)).toEqual([0, 0, 0, 0]);
    expect(await trail(bad)).toBe('1');

    expect(await replay(bad)).toMatchObject({ applied: 0, remaining: [{ key: bad }] });
    await mend(bad);
    expect(await replay(bad)).toEqual({ applied: 5, remaining: [] });
    expect(await trail(bad)).toBe(trailOf(5)); // the one that was sent twice counts once
    await publish(...partnerHistory(bad, 6).slice(5));
    await expectTrail(bad, trailOf(6));
  });

  it('tries again after a transient error, and parks nothing', async () => {
    const id = uuid();
    await service.database.query(`INSERT INTO refusal VALUES ($1, '40001')`, [id]);
    await publish(...partnerHistory(id, 3));
    const refused = async () =>
      Number((await service.database.query<{ last: string }>('SELECT last_value AS last FROM refused'))[0]!.last);
    const before = await refused();
    await eventually(async () => expect(await refused()).toBeGreaterThan(before + 3)); // one more than parks others
    expect(await trail(id)).toBeUndefined();
    await mend(id);
    await expectTrail(id, trailOf(3));
    expect(await parked(id)).toEqual([]);
  });

  it('keeps parking what is malformed: no JSON, a missing field, no type, what no column can hold', async () => {
    const headers = {
      ce_specversion: '1.0',
      ce_id: uuid(),
      ce_source: 'x',
      ce_time: new Date().toISOString(),
      ce_sequence: '1',
    };
    const [noJson, missingField, noType] = [uuid(), uuid(), uuid()];
    await produceRaw(noJson, '{', { ...headers, ce_type: 'partner.registered.v1' });
    await produceRaw(missingField, '{"partnerId":1}', { ...headers, ce_type: 'partner.registered.v1' });
    await produceRaw(noType, '{}', headers);
    const [nulKey, longKey, nulHeader, nulType] = [`nul\0${uuid()}`, `${uuid()}${'x'.repeat(9_000)}`, uuid(), uuid()];
    await produceRaw(nulKey, '{}', { ...headers, ce_type: 'partner.registered.v1' });
    await produceRaw(longKey, '{}', { ...headers, ce_type: 'partner.registered.v1' });
    await produceRaw(nulHeader, '{', { ...headers, ce_type: 'partner.registered.v1', note: 'a\0b' });
    await produceRaw(nulType, '{}', { ...headers, ce_type: `x\0${'y'.repeat(9_000)}` });
    await eventually(async () => {
      expect((await parked(noJson))[0]?.error).toMatch(/JSON/);
      expect((await parked(missingField))[0]?.error).toMatch(/partnerId must be a UUID/);
      expect((await parked(noType))[0]?.error).toMatch(/ce_type is missing/);
      expect((await parked(nulKey.replace('\0', '\uFFFD')))[0]?.error).toMatch(/key cannot be stored/);
      expect((await parked(`${longKey.slice(0, 800)}\uFFFD`))[0]?.error).toMatch(/key cannot be stored/);
      expect((await parked(nulHeader))[0]?.error).toMatch(/JSON/);
    });
    for (const bad of [noJson, nulKey, longKey, nulHeader, nulType]) {
      const good = neighbourOf(bad);
      await publish(...partnerHistory(good, 2));
      await expectTrail(good, trailOf(2));
    }
  });

  it('forgets a discarded event only into the record of discarded ones, then applies what waited behind it, and so does a rebuild', async () => {
    const id = uuid();
    const headers = {
      ce_specversion: '1.0',
      ce_id: uuid(),
      ce_source: 'x',
      ce_time: new Date().toISOString(),
      ce_sequence: '1',
    };
    await produceRaw(id, '[]', { ...headers, ce_type: 'partner.registered.v1' });
    await publish(...partnerHistory(id, 2).slice(1));
    await eventually(async () => expect(await parked(id)).toHaveLength(2));
    const [first] = await parked(id);
    const at = { consumer: 'ledger', topic: TOPIC, partition: first!.partition, offset: BigInt(first!.offset) };
    expect(await discardParked(source, at, 'sent by a tool', 'operator-1')).toBe(true);
    expect(await replay(id)).toEqual({ applied: 1, remaining: [] });
    expect(await trail(id)).toBe('2');
    const kept = await service.database.query('SELECT reason, discarded_by FROM discarded_event WHERE key = $1', [id]);
    expect(kept).toEqual([{ reason: 'sent by a tool', discarded_by: 'operator-1' }]);

    await resetProjection(source, service.transport.consumer('ledger'));
    await expectTrail(id, '2');
    expect(await parked(id)).toEqual([]);
  });

  it('passes by an event of an unknown type, records it, and leaves the sequence alone', async () => {
    const id = uuid();
    const headers = { ce_specversion: '1.0', ce_id: uuid(), ce_source: 'x', ce_time: new Date().toISOString() };
    await publish(...partnerHistory(id, 1));
    await expectTrail(id, '1');
    await produceRaw(id, '{}', { ...headers, ce_type: 'partner.beatified.v1', ce_sequence: '2' });
    await publish(...partnerHistory(id, 2).slice(1));
    await expectTrail(id, '1,2');
    expect(
      await service.database.query('SELECT type, seen FROM unknown_event_type WHERE type = $1', [
        'partner.beatified.v1',
      ]),
    ).toEqual([{ type: 'partner.beatified.v1', seen: '1' }]);
  });

  it('rebuilds its projection to the same rows while events keep arriving', async () => {
    const ids = Array.from({ length: 30 }, () => uuid());
    for (const id of ids) await publish(...partnerHistory(id, 4));
    for (const id of ids) await expectTrail(id, trailOf(4));
    await service.database.query(`UPDATE ledger SET trail = 'corrupted' WHERE partner_id = $1`, [ids[0]]);
    await service.database.query(`INSERT INTO ledger VALUES ('nobody', 1, '1')`);
    const keepArriving = (async () => {
      for (let version = 4; version < 10; version += 1)
        for (const id of ids) await publish(partnerHistory(id, version + 1)[version]!);
    })();
    await resetProjection(source, service.transport.consumer('ledger'));
    await keepArriving;
    for (const id of ids) await expectTrail(id, trailOf(10));
    const wrong = await service.database.query(
      `SELECT 1 FROM ledger WHERE applied <> array_length(string_to_array(trail, ','), 1) OR partner_id = 'nobody'`,
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['a replay', (id: string) => replay(id)],
    ['a rebuild', () => resetProjection(source, service.transport.consumer('ledger'))],
  ])('lets %s wait for the delivery in progress', async (_, operate) => {
    const id = uuid();
    await publish(...partnerHistory(id, 1));
    await expectTrail(id, '1');
    await refuse(id);
    await publish(...partnerHistory(id, 2).slice(1));
    await eventually(async () => expect(await parked(id)).toHaveLength(1));
    await mend(id);
    let operation: Promise<unknown> | undefined;
    // What a delivery holds from its first statement to its COMMIT.
    const position = `SELECT FROM probe.consumer_position WHERE partition = ${partitionOf(id)} FOR UPDATE`;
    await holding(service.database.adminUrl, position, async () => {
      operation = operate(id);
      await waitingFor(service, 'SELECT FROM consumer_position');
    });
    await operation;
    await expectTrail(id, trailOf(2));
  });

  it('lets a rebuild wait for the first delivery on a partition, of which no position is known yet', async () => {
    const fresh = { ...service.transport.consumer('ledger'), name: 'fresh', tables: [] };
    const position = `INSERT INTO probe.consumer_position VALUES ('fresh', '${TOPIC}', 3, 7)`;
    let reset: Promise<void> | undefined;
    await holding(service.database.adminUrl, position, async () => {
      reset = resetProjection(source, fresh);
      await waitingFor(service, 'INSERT INTO consumer_position');
    });
    await reset;
  });

  it('applies an event that the reference library for CloudEvents has written', async () => {
    const id = uuid();
    const [{ event }] = partnerHistory(id, 1) as [PartnerEvent];
    const { headers, value } = KafkaBinding.binary(
      new CloudEvent({
        type: 'partner.registered.v1',
        source: 'partner-registry',
        subject: id,
        datacontenttype: 'application/json',
        sequence: '1',
        data: event,
      }),
    );
    // The library names every attribute, also those that an event does not have.
    const written = Object.entries(headers as Record<string, string | undefined>).filter(([, text]) => text);
    await produceRaw(id, JSON.stringify(value), Object.fromEntries(written) as Record<string, string>);
    await expectTrail(id, '1');
  });
});
