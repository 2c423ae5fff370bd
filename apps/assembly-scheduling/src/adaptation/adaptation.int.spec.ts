import { resetProjection } from '@polyphony/messaging';
import { eventually, testService, type TestService } from '@polyphony/testing';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { factsFor } from '../facts.fixture.js';
import { assemblyScheduling } from '../service.js';

describe('The copies of the method in scheduling', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(assemblyScheduling);
  });
  afterAll(() => service?.remove());

  it('know published versions and approved adaptations, and are the same after a rebuild', async () => {
    const partnerId = uuid();
    const versionId = await factsFor(service).methodologyVersion();
    const adaptationId = await factsFor(service).adaptation(partnerId, versionId);
    const asTold = async () => {
      expect(await service.database.query('SELECT * FROM methodology_version')).toEqual([
        { methodology_version_id: versionId, methodology: 'global-dialogue', semver: '1.0.0' },
      ]);
      expect(await service.database.query('SELECT * FROM adaptation')).toEqual([
        { adaptation_id: adaptationId, partner_id: partnerId, methodology_version_id: versionId },
      ]);
    };
    await eventually(asTold);
    await service.database.query(`UPDATE methodology_version SET semver = '9.9.9'`);
    await service.database.query(`UPDATE adaptation SET partner_id = '${uuid()}'`);
    for (const copy of ['methodology-version', 'adaptation'])
      await resetProjection(service.app.get(DataSource), service.transport.consumer(copy));
    await eventually(asTold);
  });
});
