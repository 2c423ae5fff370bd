import { DomainError } from '@polyphony/service-kit';
import fc from 'fast-check';
import { Coalition, type Charter } from './coalition.js';

const AT = new Date('2026-05-01T10:00:00Z');
const ids = () => {
  let next = 0;
  return () => `id-${next++}`;
};
const charter = (members: Charter['members'], leadPartnerId = 'lead') =>
  Coalition.charter(ids(), { name: 'Global', purpose: 'One voice', leadPartnerId, members }, AT);
const LEAD = { partnerId: 'lead', from: '2026-01-01' };
const refusal = (act: () => unknown): [string, string, ...string[]] => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError)
      return [error.kind, error.code, ...error.violations.map(({ pointer }) => pointer)];
    throw error;
  }
  throw new Error('was not refused');
};

describe('A coalition', () => {
  it('tells its lead and its members with their days, and no word of itself', () => {
    const [, event] = charter([LEAD, { partnerId: 'a', from: '2026-02-01', until: '2026-03-01' }]);
    expect(event).toEqual({
      coalitionId: 'id-0',
      leadPartnerId: 'lead',
      members: [LEAD, { partnerId: 'a', from: '2026-02-01', until: '2026-03-01' }],
      charteredAt: AT.toISOString(),
    });
  });

  it.each<[string, Charter['members'], string]>([
    ['ends', [{ ...LEAD, until: '2026-02-01' }], '/members/0/until'],
    ['begins after another', [{ partnerId: 'a', from: '2025-01-01' }, LEAD], '/members/0/from'],
    [
      'has a pause',
      [
        { ...LEAD, until: '2026-02-01' },
        { ...LEAD, from: '2026-03-01' },
      ],
      '/members/0/until',
    ],
  ])('is never without its lead: not when the membership of the lead %s', (_, members, pointer) => {
    expect(refusal(() => charter(members))).toEqual(['invalid', 'coalition-without-lead', pointer]);
  });

  it('is joined by nobody before its lead', () => {
    const [coalition] = charter([LEAD]);
    expect(refusal(() => coalition.join('m', 'a', '2025-12-31'))).toEqual([
      'invalid',
      'coalition-without-lead',
      '/from',
    ]);
    expect(coalition.join('m', 'a', LEAD.from)).toEqual({ coalitionId: 'id-0', partnerId: 'a', from: LEAD.from });
  });

  it('ends the membership that holds on that day, also one with an end already', () => {
    const [coalition] = charter([
      LEAD,
      { partnerId: 'a', from: '2026-01-01', until: '2026-06-01' },
      { partnerId: 'a', from: '2026-08-01' },
    ]);
    expect(coalition.leave('a', '2026-03-01')).toEqual({ coalitionId: 'id-0', partnerId: 'a', until: '2026-03-01' });
    expect(coalition.members.map(({ untilDate }) => untilDate)).toEqual([null, '2026-03-01', null]);
    expect(refusal(() => coalition.leave('a', '2026-04-01'))).toEqual([
      'conflict',
      'coalition-member-unknown',
      '/until',
    ]);
    expect(refusal(() => coalition.leave('b', '2026-04-01'))[1]).toBe('coalition-member-unknown');
  });

  it('has memberships of at least a day', () => {
    const empty = { partnerId: 'a', from: '2026-02-01', until: '2026-02-01' };
    expect(refusal(() => charter([LEAD, empty]))).toEqual(['invalid', 'membership-empty', '/members/1/until']);
    const [coalition] = charter([LEAD, { partnerId: 'a', from: '2026-02-01' }]);
    expect(refusal(() => coalition.leave('a', '2026-02-01'))).toEqual(['invalid', 'membership-empty', '/until']);
  });

  it('has each partner at most once on any day, whatever comes and goes', () => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const steps = fc.array(fc.tuple(fc.constantFrom('join', 'leave'), fc.constantFrom('a', 'b'), fc.nat(20)));
    fc.assert(
      fc.property(steps, (changes) => {
        const [coalition] = charter([LEAD]);
        changes.forEach(([verb, partner, on], index) => {
          try {
            if (verb === 'join') coalition.join(`m${index}`, partner, day(on));
            else coalition.leave(partner, day(on));
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
          }
        });
        for (let on = 0; on <= 20; on++) {
          const present = coalition.members.filter((member) => member.covers(day(on)));
          expect(new Set(present.map(({ partnerId }) => partnerId)).size).toBe(present.length);
          expect(present.some(({ partnerId }) => partnerId === 'lead')).toBe(true);
        }
      }),
    );
  });
});
