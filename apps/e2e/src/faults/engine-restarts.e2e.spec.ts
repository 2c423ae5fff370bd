import { jest } from '@jest/globals';
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
    await load.more(100 + random() * 100);
    await world.kafka.kill();
    await load.more(100); // a Kafka outage is no HTTP outage
    await world.kafka.start();
    await load.more(100);
    await load.stop();
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
  });

  it('when Postgres is restarted in immediate mode, twice', async () => {
    for (let restart = 0; restart < 2; restart += 1) {
      await load.more(100 + random() * 100);
      await world.postgres.restart('immediate');
    }
    await load.more(100);
    await load.stop();
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
  });
});
