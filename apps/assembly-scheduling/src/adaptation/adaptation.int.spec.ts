import { eventually, testService, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import { factsFor } from '../facts.fixture.js';
import { assemblyScheduling } from '../service.js';

describe('The copies of the method in scheduling', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(assemblyScheduling);
  });
  afterAll(() => service?.remove());

  it('know published versions and approved adaptations with their partner and version', async () => {
    const partnerId = uuid();
    const versionId = await factsFor(service).methodologyVersion();
    const adaptationId = await factsFor(service).adaptation(partnerId, versionId);
    await eventually(async () => {
      expect(await service.database.query('SELECT * FROM methodology_version')).toEqual([
        { methodology_version_id: versionId, methodology: 'global-dialogue', semver: '1.0.0' },
      ]);
      expect(await service.database.query('SELECT * FROM adaptation')).toEqual([
        { adaptation_id: adaptationId, partner_id: partnerId, methodology_version_id: versionId },
      ]);
    });
  });
});
