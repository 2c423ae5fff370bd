const RFC3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
/** Every month has them; to ask how many more it has takes as long as all the rest. */
const DAYS_OF_ANY_MONTH = 28;

/**
 * Milliseconds since 1970 of an RFC 3339 instant; what is finer than a millisecond is cut off. Undefined for anything
 * else, for a day or time that does not exist, and for one before 1970.
 */
export function instantOf(text: string): number | undefined {
  if (!RFC3339.test(text)) return undefined;
  const day = Number(text.slice(8, 10));
  if (day > DAYS_OF_ANY_MONTH && day > daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return undefined;
  const instant = Date.parse(text.toUpperCase());
  return instant >= 0 ? instant : undefined;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
