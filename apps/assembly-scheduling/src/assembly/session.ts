import type { SessionTime } from '@polyphony/contracts';
import { DomainError, type Violation } from '@polyphony/service-kit';
import { isLocalTime, localTimeOf, meaningsOf, zoneName } from './local-time.js';

/** A sitting as its host plans it. */
export interface SessionPlan {
  /** Wall-clock time without offset, to the minute. */
  localStart: string;
  /** IANA name. */
  zone: string;
  durationMinutes: number;
  /** Which of two is meant when the clock shows this time twice, such as +02:00. */
  offset?: string;
}

/** A sitting at the instants that its local time means. */
export interface Session {
  localStart: string;
  zone: string;
  durationMinutes: number;
  startsAt: Date;
  endsAt: Date;
}

/** Local days, both included. */
export interface DayRange {
  first: string;
  last: string;
}

/**
 * The sessions of an assembly in their order, at the instants that they mean.
 * @param days on which they must lie; undefined when the assembly may be held at any time
 * @throws {DomainError} invalid; its code is that of the first violation, and each violation has its own
 */
export function fixSessions(plans: SessionPlan[], days: DayRange | undefined): Session[] {
  if (plans.length === 0) throw new DomainError('invalid', 'sessions-missing', 'A schedule has at least one session');
  const sessions: Session[] = [];
  const violations: Violation[] = [];
  for (const [index, plan] of plans.entries()) {
    const pointer = `/sessions/${index}`;
    const session = fixSession(plan, pointer);
    if ('detail' in session) violations.push(session);
    else {
      violations.push(...violationsOf(session, sessions.at(-1), days, `${pointer}/localStart`));
      sessions.push(session);
    }
  }
  const [first] = violations;
  if (first) throw new DomainError('invalid', first.code!, first.detail, violations);
  return sessions;
}

/** The local days that a session touches. */
export function daysOf({ localStart, zone, endsAt }: Session): DayRange {
  const lastMoment = new Date(endsAt.getTime() - 1);
  return { first: localStart.slice(0, 10), last: localDayOf(lastMoment, zone) };
}

/** The day that the clocks of a zone show at an instant. */
export function localDayOf(at: Date, zone: string): string {
  return localTimeOf(at, zone).slice(0, 10);
}

/** True when every one of the days is one of these. */
export function liesWithin({ first, last }: DayRange, days: DayRange): boolean {
  return first >= days.first && last <= days.last;
}

/** A session as events tell of it. */
export function timeOf({ localStart, zone, startsAt, endsAt }: Session): SessionTime {
  return { localStart, zone, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}

function violationsOf(
  session: Session,
  before: Session | undefined,
  days: DayRange | undefined,
  pointer: string,
): Violation[] {
  const violations: Violation[] = [];
  if (days && !liesWithin(daysOf(session), days))
    violations.push({
      pointer,
      code: 'session-outside-window',
      detail: `The window of the wave is from ${days.first} to ${days.last}`,
    });
  if (before && session.startsAt < before.startsAt)
    violations.push({
      pointer,
      code: 'sessions-unordered',
      detail: 'Sessions are listed in the order of their starts',
    });
  else if (before && session.startsAt < before.endsAt)
    violations.push({
      pointer,
      code: 'sessions-overlap',
      detail: `Begins at ${session.startsAt.toISOString()}, the session before ends at ${before.endsAt.toISOString()}`,
    });
  return violations;
}

function fixSession(plan: SessionPlan, pointer: string): Session | Violation {
  const { localStart, durationMinutes, offset } = plan;
  const zone = zoneName(plan.zone);
  if (zone === undefined)
    return { pointer: `${pointer}/zone`, code: 'session-zone-unknown', detail: `${plan.zone} is no IANA zone` };
  const atStart = (code: string, detail: string): Violation => ({ pointer: `${pointer}/localStart`, code, detail });
  if (!isLocalTime(localStart)) return atStart('session-time-malformed', `${localStart} is no time of the calendar`);
  const meanings = meaningsOf(localStart, zone);
  if (meanings.length === 0)
    return atStart('session-time-nonexistent', `The clocks of ${zone} never show ${localStart}`);
  const names = meanings.map((meaning) => meaning.offset).join(' and ');
  if (offset === undefined && meanings.length > 1)
    return atStart(
      'session-time-ambiguous',
      `The clocks of ${zone} show ${localStart} with offsets ${names}: say which`,
    );
  const meant = offset === undefined ? meanings[0] : meanings.find((meaning) => meaning.offset === offset);
  if (!meant)
    return {
      pointer: `${pointer}/offset`,
      code: 'session-offset-wrong',
      detail: `The clocks of ${zone} show ${localStart} with offset ${names}, not ${offset}`,
    };
  const endsAt = new Date(meant.at.getTime() + durationMinutes * 60_000);
  return { localStart, zone, durationMinutes, startsAt: meant.at, endsAt };
}
