import { jest } from '@jest/globals';
import { eventually } from '@polyphony/testing';
import { faultTimeout, killsPerPoint, seed } from '../config.js';
import { ALL_IS_WELL, audit } from '../support/audit.js';
import { FaultWorld } from '../support/fault-world.js';
import { PartnerLoad } from '../support/partner-load.js';
import { randomFrom } from '../support/random.js';
import { ReadLoad } from '../support/read-load.js';
import { RoundRobin } from '../support/round-robin.js';
import type { ServiceProcess } from '../support/service-process.js';

jest.setTimeout(faultTimeout());

/** Longer than the proxy takes to notice, as `SHUTDOWN_GRACE_MS` in k8s is longer than the endpoints of a service take. */
const GRACE = { SHUTDOWN_GRACE_MS: '3000' };

describe('Replicas that are restarted one after the other, under load', () => {
  let world: FaultWorld;
  let proxy: RoundRobin;
  let load: PartnerLoad;
  let reads: ReadLoad;
  const replicas: ServiceProcess[] = [];

  const join = async (): Promise<void> => {
    const replica = await world.start('partner-registry', false, GRACE);
    replicas.push(replica);
    proxy.add(replica.url);
    await eventually(() => expect(proxy.ready).toContain(replica.url));
  };
  beforeEach(async () => {
    world = await FaultWorld.create(['partner-registry', 'assembly-scheduling', 'probe']);
    await Promise.all([world.start('probe'), world.start('assembly-scheduling')]);
    proxy = await RoundRobin.start();
    await join();
    await join();
    load = new PartnerLoad(proxy.url, randomFrom(seed()));
    reads = new ReadLoad(`${proxy.url}/v1/partners?limit=20`);
  });
  afterEach(async () => {
    await reads?.stop();
    await load?.stop();
    await proxy?.stop();
    await world?.remove();
  });

  it('fail no request, lose no event and repeat no effect', async () => {
    const restarts = killsPerPoint();
    await load.more(50);
    for (let restart = 0; restart < restarts; restart += 1) {
      const oldest = replicas.shift()!;
      await oldest.stop();
      proxy.remove(oldest.url);
      await join();
      await load.more(50);
    }
    await reads.stop();
    await load.stop();
    process.stderr.write(
      `${restarts} restarts, ${proxy.answered} requests (${load.acknowledged.length} commands), ${proxy.failures.length} failures\n`,
    );
    expect(proxy.failures).toEqual([]);
    expect(await audit(world, load)).toEqual(ALL_IS_WELL);
  });
});
