import { DomainError } from '@polyphony/service-kit';
import fc from 'fast-check';
import { fixSessions, type SessionPlan } from './session.js';

const OCTOBER = { first: '2026-10-01', last: '2026-10-31' };

function plan(localStart: string, more: Partial<SessionPlan> = {}): SessionPlan {
  return { localStart, zone: 'Europe/Berlin', durationMinutes: 120, ...more };
}

function refusal(plans: SessionPlan[], days = OCTOBER): DomainError {
  try {
    fixSessions(plans, days);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('The sessions were not refused');
}

describe('The sessions of an assembly', () => {
  it('stand at the instants that their local times mean', () => {
    const [nairobi] = fixSessions([plan('2026-10-10T09:00', { zone: 'Africa/Nairobi' })], OCTOBER);
    expect(nairobi).toMatchObject({
      startsAt: new Date('2026-10-10T06:00:00Z'),
      endsAt: new Date('2026-10-10T08:00:00Z'),
    });
  });

  it('are at least one', () => {
    expect(refusal([]).code).toBe('sessions-missing');
  });

  it('refuses a time that the clocks skip', () => {
    const march = { first: '2026-03-01', last: '2026-03-31' };
    expect(refusal([plan('2026-03-29T02:30')], march)).toMatchObject({
      kind: 'invalid',
      code: 'session-time-nonexistent',
      violations: [{ pointer: '/sessions/0/localStart' }],
    });
  });

  it('asks for the offset of a time that occurs twice, naming both, and takes either', () => {
    const twice = '2026-10-25T02:30';
    const { code, message } = refusal([plan(twice)]);
    expect(code).toBe('session-time-ambiguous');
    expect(message).toMatch(/\+02:00 and \+01:00/);
    const at = (offset: string) => fixSessions([plan(twice, { offset })], OCTOBER)[0]!.startsAt.toISOString();
    expect(at('+02:00')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('+01:00')).toBe('2026-10-25T01:30:00.000Z');
  });

  it('refuses an offset that the zone does not have then', () => {
    expect(refusal([plan('2026-10-10T09:00', { offset: '+01:00' })]).code).toBe('session-offset-wrong');
  });

  it('refuses an unknown zone, and a day that is not in the calendar', () => {
    expect(refusal([plan('2026-10-10T09:00', { zone: 'Mars/Olympus' })]).code).toBe('session-zone-unknown');
    expect(refusal([plan('2026-10-32T09:00')]).code).toBe('session-time-malformed');
  });

  it('refuses sessions that overlap or are out of order, and takes one that begins as another ends', () => {
    const overlapping = [plan('2026-10-10T09:00'), plan('2026-10-10T10:59')];
    expect(refusal(overlapping).code).toBe('sessions-overlap');
    expect(refusal([plan('2026-10-11T09:00'), plan('2026-10-10T09:00')]).code).toBe('sessions-unordered');
    expect(fixSessions([plan('2026-10-10T09:00'), plan('2026-10-10T11:00')], OCTOBER)).toHaveLength(2);
  });

  it('lies with every local day inside the window', () => {
    const eve = plan('2026-10-31T22:00');
    expect(fixSessions([eve], OCTOBER)).toHaveLength(1);
    expect(refusal([{ ...eve, durationMinutes: 121 }]).code).toBe('session-outside-window');
    expect(refusal([plan('2026-09-30T23:00')]).code).toBe('session-outside-window');
    // Its instant is still on 30 September in UTC.
    expect(fixSessions([plan('2026-10-01T00:30', { zone: 'Pacific/Auckland' })], OCTOBER)).toHaveLength(1);
    expect(fixSessions([plan('2027-01-01T09:00')], undefined)).toHaveLength(1);
  });

  it('names everything that is wrong in one answer', () => {
    const { violations } = refusal([
      plan('2026-10-10T09:00', { zone: 'Mars/Olympus' }),
      plan('2026-10-25T02:30'),
      plan('2026-11-01T09:00'),
    ]);
    expect(violations.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/sessions/0/zone', 'session-zone-unknown'],
      ['/sessions/1/localStart', 'session-time-ambiguous'],
      ['/sessions/2/localStart', 'session-outside-window'],
    ]);
  });

  it('takes any sessions with breaks between them, and refuses them once two are exchanged', () => {
    const breaks = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        breaks,
        fc.constantFrom('Asia/Kathmandu', 'America/St_Johns', 'UTC'),
        fc.nat(6),
        (minutes, zone, at) => {
          let start = Date.parse('2026-06-01T08:00Z');
          const plans = minutes.map((pause) => {
            const next = plan(new Date(start).toISOString().slice(0, 16), { zone, durationMinutes: 90 });
            start += (90 + pause) * 60_000;
            return next;
          });
          expect(fixSessions(plans, undefined)).toHaveLength(plans.length);
          const first = at % (plans.length - 1);
          [plans[first], plans[first + 1]] = [plans[first + 1]!, plans[first]!];
          expect(() => fixSessions(plans, undefined)).toThrow(DomainError);
        },
      ),
    );
  });
});
