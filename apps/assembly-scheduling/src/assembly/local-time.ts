import { DateTime, FixedOffsetZone, IANAZone } from 'luxon';

/** Version of the zone database that computes instants in this process, such as 2026c (I-12). */
export const ZONE_RULES = process.versions.tz ?? 'unknown';

const HOUR_MS = 3_600_000;
/** No place has ever been further from UTC than this (Manila until 1844: 15 h 56 min). */
const FURTHEST_HOURS = 16;

/** An instant that a wall clock may mean, with the offset that makes it that one, such as +02:00. */
export interface Meaning {
  at: Date;
  offset: string;
}

/**
 * The name as the zone database spells it; undefined for what is no IANA zone. Bare offsets are none: they know no
 * clock changes.
 */
export function zoneName(zone: string): string | undefined {
  if (!/^[A-Za-z]/.test(zone) || !IANAZone.isValidZone(zone)) return undefined;
  const resolved = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  return resolved.toLowerCase() === zone.toLowerCase() ? resolved : zone;
}

/** True for a wall-clock time of the calendar, as 2026-10-10T09:00. */
export function isLocalTime(local: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}$/.test(local) && DateTime.fromISO(local, { zone: 'utc' }).isValid;
}

/**
 * Every instant at which the clocks of a zone show this time, earliest first: one as a rule, none in a gap, two when the
 * clocks were set back. luxon's own getPossibleOffsets takes a whole day that a zone skipped (Apia, 30 December 2011) for
 * a time that occurs twice; here every offset that the zone has around that time is tried, which is exact while an
 * offset lasts for an hour or more.
 */
export function meaningsOf(local: string, zone: string): Meaning[] {
  const rules = IANAZone.create(zone);
  const asIfUtc = DateTime.fromISO(local, { zone: 'utc' }).toMillis();
  const offsets = new Set<number>();
  for (let hours = -FURTHEST_HOURS; hours <= FURTHEST_HOURS; hours++)
    offsets.add(rules.offset(asIfUtc + hours * HOUR_MS));
  return [...offsets]
    .sort((a, b) => b - a)
    .flatMap((minutes) => {
      const at = asIfUtc - minutes * 60_000;
      if (rules.offset(at) !== minutes) return [];
      return [{ at: new Date(at), offset: FixedOffsetZone.instance(minutes).formatOffset(at, 'short') }];
    });
}

/** What the clocks of a zone show at an instant, to the minute. */
export function localTimeOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
}
