import { jest } from '@jest/globals';
import { eventually } from '@polyphony/testing';
import { faultTimeout, killsPerPoint, seed } from '../config.js';
import { ALL_IS_WELL, audit } from '../support/audit.js';
import { FaultWorld } from '../support/fault-world.js';
import { outsider } from '../support/outsider.js';
import { PartnerLoad } from '../support/partner-load.js';
import { randomFrom } from '../support/random.js';
import type { ServiceProcess } from '../support/service-process.js';

jest.setTimeout(faultTimeout());

describe('Killing services under load loses nothing and repeats no effect', () => {
  const random = randomFrom(seed());
  let world: FaultWorld;
  let load: PartnerLoad;
  let registry: ServiceProcess;
  let probe: ServiceProcess;
  beforeEach(async () => {
    world = await FaultWorld.create(['partner-registry', 'assembly-scheduling', 'probe']);
    [registry, probe] = await Promise.all([
      world.start('partner-registry'),
      world.start('probe'),
      world.start('assembly-scheduling'),
    ]);
    load = new PartnerLoad(world.urlOf('partner-registry'), random);
  });
  afterEach(async () => {
    await load?.stop();
    await world?.remove();
  });

  it('when the relay dies between send and delete', async () => {
    for (let kill = 0; kill < killsPerPoint(); kill += 1) {
      await load.more(50 + random() * 150);
      await killBetweenSendAndDelete();
      registry = await world.start('partner-registry');
    }
    await load.more(50);
    await load.stop();
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
  });

  it('when a consumer dies between its effect and the commit to the broker', async () => {
    for (let kills = 0, attempts = 0; kills < killsPerPoint(); attempts += 1) {
      expect(attempts).toBeLessThan(3 * killsPerPoint());
      await load.more(50 + random() * 150);
      if (await killedBetweenEffectAndBrokerCommit()) kills += 1;
      probe = await world.start('probe');
    }
    await load.stop();
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
  });

  /** Rows that the relay has read are locked, so its DELETE after the send waits: there it dies. */
  async function killBetweenSendAndDelete(): Promise<void> {
    for (;;) {
      const killed = await world.holding(
        'partner-registry',
        'SELECT FROM outbox FOR UPDATE SKIP LOCKED',
        async (locked) => {
          if (locked === 0) return false;
          const backend = await eventually(() => waitingRelay(), { timeoutMs: 10_000 });
          await registry.kill();
          await world.query('partner-registry', 'SELECT pg_terminate_backend($1)', [backend]);
          return true;
        },
      );
      if (killed) return;
    }
  }

  async function waitingRelay(): Promise<number> {
    const [relay] = await world.query<{ pid: number }>(
      'partner-registry',
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'relay' AND wait_event_type = 'Lock' AND query LIKE 'DELETE%'`,
    );
    if (!relay) throw new Error('The relay does not wait yet');
    return relay.pid;
  }

  /** Kills when a position has moved twice: the broker is told at most every few seconds, so it hardly ever knows the second. */
  async function killedBetweenEffectAndBrokerCommit(): Promise<boolean> {
    const [partition, first] = await moveFrom(await positions());
    const [, second] = await moveFrom(new Map([...(await positions()), [partition, first]]), partition);
    await probe.kill();
    const admin = outsider(world.kafka.brokers).admin();
    await admin.connect();
    const [committed] = await admin.fetchOffsets({ groupId: 'probe.ledger', topics: ['partner-registry.partner'] });
    await admin.disconnect();
    const known = committed!.partitions.find((one) => one.partition === partition);
    return BigInt(known?.offset ?? -1) < second;
  }

  /** The first partition, or this one, that stands beyond where it stood. */
  function moveFrom(before: Map<number, bigint>, only?: number): Promise<[number, bigint]> {
    return eventually(
      async () => {
        const moved = [...(await positions())].find(
          ([partition, offset]) => offset > (before.get(partition) ?? 0n) && (only === undefined || partition === only),
        );
        if (!moved) throw new Error('No position has moved yet');
        return moved;
      },
      { timeoutMs: 20_000 },
    );
  }

  async function positions(): Promise<Map<number, bigint>> {
    const rows = await world.query<{ partition: number; next_offset: string }>(
      'probe',
      'SELECT partition, next_offset FROM consumer_position',
    );
    return new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
  }
});
