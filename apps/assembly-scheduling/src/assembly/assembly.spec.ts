import { AdaptationAttached, AssemblyScheduled, type AssemblyStatus } from '@polyphony/contracts';
import { DomainError } from '@polyphony/service-kit';
import fc from 'fast-check';
import { Assembly, NEXT } from './assembly.js';

const NOW = new Date('2026-10-10T12:00:00Z');
const WINDOW = { first: '2026-10-01', last: '2026-10-31' };
const VERSION = 'version-1';
const HOST = {
  partnerId: 'host',
  standing: 'fellow' as const,
  country: 'KE',
  region: 'africa' as const,
  active: true,
};
const ADAPTATION = { adaptationId: 'adaptation-1', partnerId: 'host', methodologyVersionId: VERSION };
const SESSION = { localStart: '2026-10-10T09:00', zone: 'Africa/Nairobi', durationMinutes: 180 };
const PLACE = { zone: SESSION.zone, window: WINDOW };
const COUNTS = { invited: 300, confirmed: 60, attended: 71 };
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const VERBS = {
  attach: (assembly: Assembly): unknown => assembly.attach(ADAPTATION, VERSION, NOW),
  schedule: (assembly: Assembly) => assembly.schedule([SESSION], WINDOW, NOW),
  start: (assembly: Assembly) => assembly.start(NOW, PLACE, NOW),
  conclude: (assembly: Assembly) => assembly.conclude(COUNTS, NOW, NOW),
  postpone: (assembly: Assembly) => assembly.postpone({ reason: 'weather' }, false, NOW, NOW),
  cancel: (assembly: Assembly) => assembly.cancel({ reason: 'funding', note: 'No grant' }, NOW, NOW),
};
type Verb = keyof typeof VERBS;

function proposed(): Assembly {
  return Assembly.propose('assembly-1', { waveId: 'wave-1', partnerId: 'host', title: 'Nairobi' }, HOST, NOW)[0];
}
function after(...verbs: Verb[]): Assembly {
  const assembly = proposed();
  for (const verb of verbs) VERBS[verb](assembly);
  return assembly;
}
function refusal(act: () => unknown): { kind: string; code: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return { kind: error.kind, code: error.code };
    throw error;
  }
  throw new Error('It was not refused');
}

/** The life of an assembly written a second time, by hand: from which states a verb is allowed, and where it leads. */
const LIFE: Record<Verb, Partial<Record<AssemblyStatus, AssemblyStatus>>> = {
  attach: { proposed: 'proposed', scheduled: 'scheduled', postponed: 'postponed' },
  schedule: { proposed: 'scheduled', postponed: 'scheduled' },
  start: { scheduled: 'in-session' },
  conclude: { 'in-session': 'concluded' },
  postpone: { scheduled: 'postponed' },
  cancel: { proposed: 'cancelled', scheduled: 'cancelled', postponed: 'cancelled' },
};

describe('An assembly', () => {
  it('does what its state allows and nothing else, whatever is asked of it in whatever order', () => {
    const verbs = fc.array(fc.constantFrom(...(Object.keys(VERBS) as Verb[])), { maxLength: 14 });
    fc.assert(
      fc.property(verbs, (sequence) => {
        const assembly = proposed();
        let [status, attached]: [AssemblyStatus, boolean] = ['proposed', false];
        for (const verb of sequence) {
          const next: AssemblyStatus | undefined = LIFE[verb][status];
          const before = { ...assembly };
          if (next === undefined)
            expect(refusal(() => VERBS[verb](assembly))).toEqual({ kind: 'conflict', code: `assembly-${status}` });
          else if (verb === 'schedule' && !attached)
            expect(refusal(() => VERBS[verb](assembly)).code).toBe('adaptation-missing');
          else {
            VERBS[verb](assembly);
            status = next;
            attached ||= verb === 'attach';
            expect(assembly.status).toBe(status);
            continue;
          }
          expect({ ...assembly }).toEqual(before);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('ends for good when concluded or cancelled', () => {
    const ends = Object.entries(NEXT).filter(([, next]) => next.length === 0);
    expect(ends.map(([status]) => status)).toEqual(['concluded', 'cancelled']);
  });

  it('is held where its host is, and commissioned unless said otherwise', () => {
    const proposal = { waveId: 'wave-1', partnerId: 'host', title: 'Nairobi' };
    const [assembly, event] = Assembly.propose('assembly-1', proposal, HOST, NOW);
    expect(event).toMatchObject({ country: 'KE', region: 'africa', locallyInitiated: false });
    expect(event).not.toHaveProperty('title');
    expect(assembly).toMatchObject({ status: 'proposed', capacity: null });
  });

  it('follows an approved adaptation of its own host and of the version of its wave; the last one counts', () => {
    const assembly = proposed();
    const attach = (more: object) => assembly.attach({ ...ADAPTATION, ...more }, VERSION, NOW);
    expect(refusal(() => attach({ partnerId: 'other' })).code).toBe('adaptation-of-other-partner');
    expect(refusal(() => attach({ methodologyVersionId: 'other' })).code).toBe('adaptation-of-other-version');
    expect(attach({})).toBeInstanceOf(AdaptationAttached);
    attach({ adaptationId: 'adaptation-2' });
    expect(assembly.adaptationId).toBe('adaptation-2');
  });

  it('tells in its event the local times and the instants that they mean', () => {
    const [event] = after('attach').schedule([SESSION], WINDOW, NOW);
    expect(event).toBeInstanceOf(AssemblyScheduled);
    expect(event.sessions).toEqual([
      {
        localStart: '2026-10-10T09:00',
        zone: 'Africa/Nairobi',
        startsAt: '2026-10-10T06:00:00.000Z',
        endsAt: '2026-10-10T09:00:00.000Z',
      },
    ]);
  });

  it('leaves the window only after it was postponed past it, and then says so', () => {
    const late = { ...SESSION, localStart: '2026-11-20T09:00' };
    const inside = after('attach', 'schedule', 'postpone');
    expect(refusal(() => inside.schedule([late], WINDOW, NOW)).code).toBe('session-outside-window');
    const past = after('attach', 'schedule');
    past.postpone({ reason: 'health' }, true, NOW, NOW);
    expect(past.outsideWindow).toBe(true);
    past.schedule([late], WINDOW, NOW);
    expect(past.outsideWindow).toBe(true);
  });

  it('is inside the window again when a day was found after all', () => {
    const assembly = after('attach', 'schedule');
    assembly.postpone({ reason: 'health' }, true, NOW, NOW);
    assembly.schedule([SESSION], WINDOW, NOW);
    expect(assembly.outsideWindow).toBe(false);
  });

  it('was held outside of the window when it started on another local day, although it was planned inside', () => {
    const started = (at: string, zone: string) => {
      const assembly = after('attach', 'schedule');
      const event = assembly.start(new Date(at), { zone, window: WINDOW }, NOW);
      expect(event.outsideWindow).toBe(assembly.outsideWindow);
      return assembly.outsideWindow;
    };
    expect(started('2025-01-01T09:00:00Z', 'Africa/Nairobi')).toBe(true);
    // It is 1 October in Auckland and still 30 September in Honolulu.
    expect(started('2026-09-30T11:30:00Z', 'Pacific/Auckland')).toBe(false);
    expect(started('2026-10-01T09:30:00Z', 'Pacific/Honolulu')).toBe(true);
  });

  it('tells in its events whether it is planned, and held, outside of the window', () => {
    const late = { ...SESSION, localStart: '2026-11-20T09:00' };
    const assembly = after('attach');
    expect(assembly.schedule([SESSION], WINDOW, NOW)[0].outsideWindow).toBe(false);
    assembly.postpone({ reason: 'health' }, true, NOW, NOW);
    expect(assembly.schedule([late], WINDOW, NOW)[0].outsideWindow).toBe(true);
    expect(assembly.start(NOW, PLACE, NOW).outsideWindow).toBe(true);
  });

  it('reports only what has happened, with a minute for clocks that are ahead', () => {
    const ahead = (ms: number) => new Date(NOW.getTime() + ms);
    expect(refusal(() => after('attach', 'schedule').start(ahead(60_001), PLACE, NOW))).toEqual({
      kind: 'invalid',
      code: 'happened-in-future',
    });
    expect(after('attach', 'schedule').start(ahead(60_000), PLACE, NOW).startedAt).toBe('2026-10-10T12:01:00.000Z');
  });

  it('may have happened long ago, but not before what came before it', () => {
    const assembly = after('attach', 'schedule');
    assembly.postpone({ reason: 'venue' }, false, minutesAgo(500_000), NOW);
    assembly.schedule([SESSION], WINDOW, NOW);
    expect(refusal(() => assembly.start(minutesAgo(500_001), PLACE, NOW)).code).toBe('happened-out-of-order');
    assembly.start(minutesAgo(60), PLACE, NOW);
    expect(refusal(() => assembly.conclude(COUNTS, minutesAgo(61), NOW)).code).toBe('happened-out-of-order');
    assembly.conclude(COUNTS, minutesAgo(60), NOW);
  });

  it('keeps the counts of its people as they were, even when more came than had confirmed', () => {
    const assembly = after('attach', 'schedule', 'start');
    expect(assembly.conclude(COUNTS, NOW, NOW).attendance).toEqual(COUNTS);
    expect(assembly).toMatchObject(COUNTS);
  });

  it('tells the reason of a cancellation by its code and keeps the note to itself', () => {
    const assembly = proposed();
    const event = assembly.cancel({ reason: 'political', note: 'Threats by X' }, NOW, NOW);
    expect(event).toEqual({ assemblyId: 'assembly-1', reason: 'political', cancelledAt: NOW.toISOString() });
    expect(assembly.cancellationNote).toBe('Threats by X');
  });
});
