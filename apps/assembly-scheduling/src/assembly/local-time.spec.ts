import fc from 'fast-check';
import { isLocalTime, localTimeOf, meaningsOf, zoneName } from './local-time.js';

const ZONES = Intl.supportedValuesOf('timeZone');
const MINUTE_MS = 60_000;

/** What Intl itself says that the clocks show: an oracle that shares no code with luxon's formatting. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();
function shownByIntl(at: number, zone: string): string {
  let format = FORMATS.get(zone);
  if (!format) {
    const digits = '2-digit' as const;
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: digits,
      day: digits,
      hour: digits,
      minute: digits,
      hourCycle: 'h23',
    });
    FORMATS.set(zone, format);
  }
  return format.format(at).replace(' ', 'T');
}

/** Minutes that the clocks of a zone are ahead of UTC. */
const offsetByIntl = (at: number, zone: string) => (Date.parse(`${shownByIntl(at, zone)}Z`) - at) / MINUTE_MS;

/** The minutes at which the offset of a zone changes, found by bisection between days with different offsets. */
function changesOf(zone: string, from: number, to: number): number[] {
  const DAY = 1_440 * MINUTE_MS;
  const changes: number[] = [];
  for (let day = from; day < to; day += DAY) {
    let [low, high] = [day, day + DAY];
    if (offsetByIntl(low, zone) === offsetByIntl(high, zone)) continue;
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS;
      if (offsetByIntl(middle, zone) === offsetByIntl(low, zone)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}

describe('Local time', () => {
  const minute = fc
    .integer({ min: Date.parse('1973-01-02T00:00Z') / MINUTE_MS, max: Date.parse('2037-12-31T00:00Z') / MINUTE_MS })
    .map((minutes) => minutes * MINUTE_MS);

  it('leads from any instant in any zone to the wall clock and back to that instant', () => {
    fc.assert(
      fc.property(minute, fc.constantFrom(...ZONES), (at, zone) => {
        const local = shownByIntl(at, zone);
        expect(localTimeOf(new Date(at), zone)).toBe(local);
        const meanings = meaningsOf(local, zone);
        expect(meanings.map((meaning) => meaning.at.getTime())).toContain(at);
        for (const meaning of meanings) {
          expect(shownByIntl(meaning.at.getTime(), zone)).toBe(local);
          expect(Date.parse(`${local}${meaning.offset}`)).toBe(meaning.at.getTime());
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('has no meaning in each gap and two in each overlap of zones that change their clocks', () => {
    const zones = [
      'Europe/Berlin',
      'America/Santiago',
      'Africa/Casablanca',
      'Australia/Lord_Howe',
      'Asia/Gaza',
      'Pacific/Apia',
    ];
    let [gaps, overlaps] = [0, 0];
    for (const zone of zones)
      for (const change of changesOf(zone, Date.parse('2010-06-01T00:00Z'), Date.parse('2014-06-01T00:00Z'))) {
        const before = offsetByIntl(change - MINUTE_MS, zone);
        const after = offsetByIntl(change, zone);
        const local = (offset: number, minutes: number) =>
          new Date(change + (offset + minutes) * MINUTE_MS).toISOString().slice(0, 16);
        const width = Math.abs(after - before);
        if (after > before) {
          gaps += 1;
          for (const minutes of [0, Math.floor(width / 2), width - 1])
            expect(meaningsOf(local(before, minutes), zone)).toEqual([]);
        } else {
          overlaps += 1;
          for (const minutes of [0, Math.floor(width / 2), width - 1]) {
            const [first, second] = meaningsOf(local(after, minutes), zone);
            expect(second!.at.getTime() - first!.at.getTime()).toBe(width * MINUTE_MS);
          }
        }
        const beyond = after > before ? after + width : before;
        expect(meaningsOf(local(beyond, 0), zone)).toHaveLength(1);
      }
    expect(gaps).toBeGreaterThan(20);
    expect(overlaps).toBeGreaterThan(20);
  });

  it('knows that a whole day is missing where the date line was crossed', () => {
    expect(meaningsOf('2011-12-30T10:00', 'Pacific/Apia')).toEqual([]);
    expect(meaningsOf('2011-12-31T00:00', 'Pacific/Apia').map(({ at }) => at.toISOString())).toEqual([
      '2011-12-30T10:00:00.000Z',
    ]);
  });

  it('takes names of the zone database only, whatever their case', () => {
    expect(zoneName('europe/berlin')).toBe('Europe/Berlin');
    expect(zoneName('Europe/Kyiv')).toBe('Europe/Kyiv');
    for (const unknown of ['Europe/Atlantis', '+02:00', '', 'local']) expect(zoneName(unknown)).toBeUndefined();
  });

  it('tells times of the calendar from others', () => {
    expect(isLocalTime('2028-02-29T09:00')).toBe(true);
    for (const wrong of [
      '2026-02-29T09:00',
      '2026-10-10T24:00',
      '2026-10-10T24:30',
      '2026-10-10 09:00',
      '2026-10-10T09:00Z',
    ])
      expect(isLocalTime(wrong)).toBe(false);
  });
});
