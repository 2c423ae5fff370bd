import { jest } from '@jest/globals';
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

  const handlersThatWait = () =>
    world.query(
      'probe',
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'SELECT partner_id, sqlstate FROM refusal%'`,
    );

  it('finds its writes refused when it resumes, and no effect happens twice', async () => {
    const zombie = await world.start('probe');
    await eventually(async () => expect(await world.query('probe', 'SELECT 1 FROM ledger')).not.toEqual([]));
    await world.holding('probe', 'LOCK TABLE refusal IN ACCESS EXCLUSIVE MODE', async () => {
      // Its handlers wait for this table, so batches pile up in its memory: there it falls asleep.
      await eventually(async () => expect(await handlersThatWait()).not.toEqual([]));
      await load.more(100);
      zombie.pause();
    });
    const heir = await world.start('probe', false);
    await load.more(100);
    await load.stop();
    const before = await audit(world, load);
    zombie.resume();
    await eventually(() => expect(zombie.log).toMatch(/no longer stands at/));
    expect(before).toEqual(ALL_IS_WELL);
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
    await heir.stop();
  });
});
