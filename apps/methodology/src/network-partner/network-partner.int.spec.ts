import { PartnerActivated, PartnerErased, PartnerReinstated, PartnerSuspended } from '@polyphony/contracts';
import { resetProjection } from '@polyphony/messaging';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { methodologyOf } from '../methodology.fixture.js';
import { methodology } from '../service.js';

describe('The copy of partners in methodology', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(methodology);
  });
  afterAll(() => service?.remove());

  const at = '2026-05-01T10:00:00.000Z';
  const copies = () => service.database.query('SELECT * FROM network_partner ORDER BY partner_id');
  const activated = (partnerId: string) =>
    service.publish(
      new PartnerActivated({ partnerId, standing: 'strategic', country: 'KE', region: 'africa', activatedAt: at }),
      { id: partnerId, version: 2 },
    );
  const suspended = (partnerId: string) =>
    service.publish(new PartnerSuspended({ partnerId, reason: 'safety', suspendedAt: at }), {
      id: partnerId,
      version: 3,
    });
  const reinstated = (partnerId: string) =>
    service.publish(new PartnerReinstated({ partnerId, reinstatedAt: at }), { id: partnerId, version: 4 });

  it('follows activation, suspension, reinstatement and erasure, and is the same after a rebuild', async () => {
    const [steady, gone, back] = [uuid(), uuid(), uuid()].sort() as [string, string, string];
    for (const id of [steady, gone, back]) await activated(id);
    for (const id of [gone, back]) await suspended(id);
    await eventually(async () =>
      expect((await copies()).map((row) => row['active'] as boolean)).toEqual([true, false, false]),
    );
    await reinstated(back);
    const erased = uuid();
    await activated(erased);
    await eventually(async () =>
      expect(await copies()).toContainEqual(expect.objectContaining({ partner_id: erased, active: true })),
    );
    const erasure = new PartnerErased({ partnerId: erased, reason: 'own-request', erasedAt: at });
    await service.publish(erasure, { id: erased, version: 3 });
    const waiting = uuid();
    await methodologyOf(service).register(waiting);
    const rows = [
      { partner_id: waiting, standing: 'fellow', active: null },
      { partner_id: steady, standing: 'strategic', active: true },
      { partner_id: gone, standing: 'strategic', active: false },
      { partner_id: back, standing: 'strategic', active: true },
      { partner_id: erased, standing: 'strategic', active: false },
    ].sort((a, b) => (a.partner_id < b.partner_id ? -1 : 1));
    await eventually(async () => expect(await copies()).toEqual(rows));
    await service.database.query('UPDATE network_partner SET active = active IS NOT TRUE');
    await resetProjection(service.app.get(DataSource), service.transport.consumer('network-partner'));
    await eventually(async () => expect(await copies()).toEqual(rows));
  });
});
