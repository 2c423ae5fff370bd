import { DomainError } from '@polyphony/service-kit';
import fc from 'fast-check';
import { Partner, type PartnerProfile, type PartnerStatus } from './partner.js';

const AT = new Date('2026-05-01T10:00:00Z');
const PROFILE: PartnerProfile = {
  kind: 'person',
  standing: 'fellow',
  name: 'Amina Diallo',
  country: 'SN',
  languages: ['fr', 'wo'],
  topics: ['water'],
  independence: { interests: [] },
};
const VERBS = {
  activate: (partner: Partner): object => partner.activate(AT),
  suspend: (partner: Partner) => partner.suspend('safety', 'Threatened by X', AT),
  reinstate: (partner: Partner) => partner.reinstate(AT),
  erase: (partner: Partner) => partner.erase('own-request', AT),
};
type Verb = keyof typeof VERBS;

/** The life of a partner written a second time, by hand. */
const LIFE: Record<Verb, Partial<Record<PartnerStatus, PartnerStatus>>> = {
  activate: { registered: 'active' },
  suspend: { active: 'suspended' },
  reinstate: { suspended: 'active' },
  erase: { registered: 'erased', active: 'erased', suspended: 'erased' },
};

describe('A partner', () => {
  it('does what its state allows and nothing else, and keeps a reason only while it is suspended', () => {
    const verbs = fc.array(fc.constantFrom(...(Object.keys(VERBS) as Verb[])), { maxLength: 10 });
    fc.assert(
      fc.property(verbs, (sequence) => {
        const [partner] = Partner.register('p', PROFILE, AT);
        for (const verb of sequence) {
          const next: PartnerStatus | undefined = LIFE[verb][partner.status];
          const before = { ...partner };
          if (next) expect(Object.keys(VERBS[verb](partner))).toContain('partnerId');
          else {
            expect(() => VERBS[verb](partner)).toThrow(DomainError);
            expect({ ...partner }).toEqual(before);
          }
          expect(partner.status).toBe(next ?? before.status);
          const suspended = partner.status === 'suspended';
          expect([partner.suspensionReason, partner.suspensionNote]).toEqual(
            suspended ? ['safety', 'Threatened by X'] : [null, null],
          );
        }
      }),
    );
  });

  it('keeps nothing that it was called or wrote when it is erased, and tells why in a code', () => {
    const independence = { interests: ['sells filters'], balancedBy: 'a board' };
    const [partner] = Partner.register('p', { ...PROFILE, independence }, AT);
    partner.activate(AT);
    VERBS.suspend(partner);
    expect(partner.erase('own-request', AT)).toEqual({
      partnerId: 'p',
      reason: 'own-request',
      erasedAt: AT.toISOString(),
    });
    expect(JSON.stringify(partner)).not.toMatch(/Amina|water|filters|board|Threatened/);
    expect(partner).toMatchObject({ id: 'p', kind: 'person', country: 'SN', region: 'africa', registeredAt: AT });
  });

  it('tells where it is and whether it has an interest, and neither its name nor which', () => {
    const [, none] = Partner.register('p', PROFILE, AT);
    expect(none).toMatchObject({ region: 'africa', declaresInterest: false });
    const independence = { interests: ['sells filters'], balancedBy: 'a board' };
    const [partner, some] = Partner.register('p', { ...PROFILE, independence }, AT);
    expect(some.declaresInterest).toBe(true);
    expect(JSON.stringify(some)).not.toMatch(/Amina|filters|board/);
    expect(JSON.stringify([partner.activate(AT), VERBS.suspend(partner)])).not.toMatch(/Amina|Threatened/);
  });
});
