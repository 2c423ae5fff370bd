const RFC3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
/** Every month has them; to ask how many more it has takes as long as all the rest. */
const DAYS_OF_ANY_MONTH = 28;
const ZERO = '0'.charCodeAt(0);
/** Date.UTC takes a year below 100 for one of the last century. */
const FIRST = '1970-01-01T00:00:00.000Z';

/**
 * Milliseconds since 1970 of an RFC 3339 instant; what is finer than a millisecond is cut off. Undefined for anything
 * else, for a day or time that does not exist, and for one before 1970.
 */
export function instantOf(text: string): number | undefined {
  if (!RFC3339.test(text)) return undefined;
  const day = Number(text.slice(8, 10));
  if (day > DAYS_OF_ANY_MONTH && day > daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return undefined;
  const instant = isUsual(text) ? millisecondsOf(text) : Date.parse(text.toUpperCase());
  return instant >= 0 ? instant : undefined;
}

/** As most programs write it: in UTC, with three digits after the second. */
function isUsual(text: string): boolean {
  return text.length === FIRST.length && text.endsWith('Z') && text >= FIRST;
}

/** Digit by digit: Date.parse takes as long as all else that is judged of a row. */
function millisecondsOf(text: string): number {
  const two = (at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
  const seconds = Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17));
  return seconds + two(20) * 10 + text.charCodeAt(22) - ZERO;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
