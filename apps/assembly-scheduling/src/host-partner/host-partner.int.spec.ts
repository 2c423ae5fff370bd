import { PartnerActivated, PartnerErased, PartnerReinstated, PartnerSuspended } from '@polyphony/contracts';
import { resetProjection } from '@polyphony/messaging';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { factsFor } from '../facts.fixture.js';
import { assemblyScheduling } from '../service.js';

describe('The copy of partners in scheduling', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(assemblyScheduling);
  });
  afterAll(() => service?.remove());

  const at = '2026-05-01T10:00:00.000Z';
  const activated = (partnerId: string) =>
    new PartnerActivated({ partnerId, standing: 'fellow', country: 'KE', region: 'africa', activatedAt: at });
  const suspended = (partnerId: string) => new PartnerSuspended({ partnerId, reason: 'safety', suspendedAt: at });
  const copy = (partnerId: string) =>
    service.database.query('SELECT country, active FROM host_partner WHERE partner_id = $1', [partnerId]);

  it('follows activation, suspension, reinstatement and erasure, and is the same after a rebuild', async () => {
    const id = uuid();
    await factsFor(service).registered(id);
    await eventually(async () => expect(await copy(id)).toEqual([{ country: 'KE', active: null }]));
    await service.publish(activated(id), { id, version: 2 });
    await eventually(async () => expect(await copy(id)).toEqual([{ country: 'KE', active: true }]));
    await service.publish(suspended(id), { id, version: 3 });
    await eventually(async () => expect(await copy(id)).toEqual([{ country: 'KE', active: false }]));
    await service.publish(new PartnerReinstated({ partnerId: id, reinstatedAt: at }), { id, version: 4 });
    await eventually(async () => expect(await copy(id)).toEqual([{ country: 'KE', active: true }]));
    const other = uuid();
    await service.publish(activated(other), { id: other, version: 2 });
    await service.publish(suspended(other), { id: other, version: 3 });
    await eventually(async () => expect(await copy(other)).toEqual([{ country: 'KE', active: false }]));
    const erased = uuid();
    await service.publish(activated(erased), { id: erased, version: 2 });
    await eventually(async () => expect(await copy(erased)).toEqual([{ country: 'KE', active: true }]));
    const erasure = new PartnerErased({ partnerId: erased, reason: 'own-request', erasedAt: at });
    await service.publish(erasure, { id: erased, version: 3 });
    const neverActive = uuid();
    await factsFor(service).registered(neverActive);
    await factsFor(service).erased(neverActive);
    await eventually(async () => expect(await copy(neverActive)).toEqual([{ country: 'KE', active: false }]));
    await eventually(async () => expect(await copy(erased)).toEqual([{ country: 'KE', active: false }]));
    await service.database.query(`UPDATE host_partner SET active = active IS NOT TRUE, country = 'XX'`);
    await resetProjection(service.app.get(DataSource), service.transport.consumer('host-partner'));
    await eventually(async () => {
      expect(await copy(id)).toEqual([{ country: 'KE', active: true }]);
      expect(await copy(other)).toEqual([{ country: 'KE', active: false }]);
      for (const gone of [erased, neverActive]) expect(await copy(gone)).toEqual([{ country: 'KE', active: false }]);
    });
  });
});
