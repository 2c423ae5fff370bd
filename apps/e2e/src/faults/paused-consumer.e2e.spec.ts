import { jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@polyphony/testing';
import { faultTimeout, seed } from '../config.js';
import { ALL_IS_WELL, audit } from '../support/audit.js';
import { FaultWorld } from '../support/fault-world.js';
import { PartnerLoad } from '../support/partner-load.js';
import { randomFrom } from '../support/random.js';

jest.setTimeout(faultTimeout());

describe('A consumer paused past its session timeout', () => {
  let world: FaultWorld;
  let load: PartnerLoad;
  beforeEach(async () => {
    world = await FaultWorld.create(['partner-registry', 'assembly-scheduling', 'probe']);
    await Promise.all([world.start('partner-registry'), world.start('assembly-scheduling')]);
    load = new PartnerLoad(world.urlOf('partner-registry'), randomFrom(seed()));
  });
  afterEach(async () => {
    await load?.stop();
    await world?.remove();
  });

  it('finds its writes refused when it resumes, and no effect happens twice', async () => {
    const zombie = await world.start('probe');
    await eventually(async () => expect(await world.query('probe', 'SELECT 1 FROM ledger')).not.toEqual([]));
    await world.holding('probe', 'LOCK TABLE refusal IN ACCESS EXCLUSIVE MODE', async () => {
      // Its handlers wait for this table, so batches pile up in its memory: there it falls asleep.
      await pause(3_000);
      zombie.pause();
    });
    const heir = await world.start('probe', false);
    await pause(2_000);
    await load.stop();
    const before = await audit(world, load);
    zombie.resume();
    await eventually(() => expect(zombie.log).toMatch(/no longer stands at/));
    expect(before).toEqual(ALL_IS_WELL);
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
    await heir.stop();
  });
});
