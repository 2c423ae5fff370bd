import { jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { faultTimeout, seed } from '../config.js';
import { ALL_IS_WELL, audit } from '../support/audit.js';
import { FaultWorld } from '../support/fault-world.js';
import { PartnerLoad } from '../support/partner-load.js';
import { randomFrom } from '../support/random.js';

jest.setTimeout(faultTimeout());

describe('Engines that die under load lose nothing and repeat no effect', () => {
  const random = randomFrom(seed());
  let world: FaultWorld;
  let load: PartnerLoad;
  beforeEach(async () => {
    world = await FaultWorld.create(['partner-registry', 'assembly-scheduling', 'probe']);
    await Promise.all([world.start('partner-registry'), world.start('probe'), world.start('assembly-scheduling')]);
    load = new PartnerLoad(world.urlOf('partner-registry'), random);
  });
  afterEach(async () => {
    await load?.stop();
    await world?.remove();
  });

  it('when the broker is killed and comes back', async () => {
    await pause(1_000 + random() * 1_000);
    await world.kafka.kill();
    const before = load.acknowledged.length;
    await pause(2_000);
    expect(load.acknowledged.length).toBeGreaterThan(before); // a Kafka outage is no HTTP outage
    await world.kafka.start();
    await pause(2_000);
    await load.stop();
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
  });

  it('when Postgres is restarted in immediate mode, twice', async () => {
    for (let restart = 0; restart < 2; restart += 1) {
      await pause(1_000 + random() * 1_000);
      await world.postgres.restart('immediate');
    }
    await pause(2_000);
    await load.stop();
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
  });
});
