import { PartnerActivated } from '@polyphony/contracts';
import { Commands } from '@polyphony/service-kit';
import { testService, type TestService } from '@polyphony/testing';
import { PROFILE } from './partner/partner.fixture.js';
import { Partner } from './partner/partner.js';
import type { PartnerView } from './partner/partner.queries.js';
import { partnerRegistry } from './service.js';

describe('A command whose event does not meet its class', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await testService(partnerRegistry);
  });
  afterAll(() => service?.remove());

  it('is undone with all that it has sent to the database, and publishes nothing', async () => {
    const { body: registered } = await service.http.post<PartnerView>('/v1/partners', PROFILE);
    const { id } = registered;
    const command = {
      actor: { id: 'spec', role: 'network-coordinator' as const },
      expectedVersion: 1,
      traceparent: '',
    };
    const activated = service.app.get(Commands).run(command, async (tx) => {
      const partner = await tx.lock(Partner, id);
      await tx.store(partner, new PartnerActivated({ ...partner.activate(tx.now), country: 'no country' }));
    });
    await expect(activated).rejects.toThrow(/country/);
    expect((await service.http.get<PartnerView>(`/v1/partners/${id}`)).body).toEqual(registered);
    expect(await service.database.query('SELECT event_type FROM command_log WHERE aggregate_id = $1', [id])).toEqual([
      { event_type: 'partner.registered.v1' },
    ]);
  });
});
