import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { eventually } from '@polyphony/testing';
import { faultTimeout, seed } from '../config.js';
import { ALL_IS_WELL, audit } from '../support/audit.js';
import { FaultWorld } from '../support/fault-world.js';
import { PartnerLoad } from '../support/partner-load.js';
import { randomFrom } from '../support/random.js';
import type { ServiceProcess } from '../support/service-process.js';

jest.setTimeout(faultTimeout());

describe('A service that is asked to stop ends by itself before its deadline', () => {
  let world: FaultWorld;
  let load: PartnerLoad;
  let registry: ServiceProcess;
  let probe: ServiceProcess;
  let scheduling: ServiceProcess;
  beforeEach(async () => {
    world = await FaultWorld.create(['partner-registry', 'assembly-scheduling', 'probe']);
    [registry, probe, scheduling] = await Promise.all([
      world.start('partner-registry'),
      world.start('probe'),
      world.start('assembly-scheduling'),
    ]);
    load = new PartnerLoad(world.urlOf('partner-registry'), randomFrom(seed()));
    await eventually(async () => expect(await world.query('probe', 'SELECT 1 FROM ledger')).not.toEqual([]));
  });
  afterEach(async () => {
    await load?.stop();
    await world?.remove();
  });

  it('under load, finishing what it has begun', async () => {
    await load.more(60);
    await registry.stop();
    await probe.stop();
    await Promise.all([world.start('partner-registry'), world.start('probe')]);
    await load.more(60);
    await load.stop();
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
  });

  it('while Kafka stands still, which takes longer than one that is gone', async () => {
    await world.kafka.pause();
    await eventually(async () => expect(await world.query('partner-registry', 'SELECT 1 FROM outbox')).not.toEqual([]));
    // One that has both: consumers that want to leave their groups, and events that want to be sent.
    await world.query(
      'assembly-scheduling',
      `INSERT INTO outbox (id, type, topic, key, sequence, occurred_at, data)
       VALUES (gen_random_uuid(), 'wave.convened.v1', 'assembly-scheduling.wave', gen_random_uuid(), 1, now(), '{}')`,
    );
    await pause(3_000); // positions are compared with the log every two seconds: by now that waits for Kafka too
    await Promise.all([registry.stop(), probe.stop(), scheduling.stop()]);
  });
});
