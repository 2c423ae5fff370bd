const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Milliseconds since 1970 of an RFC 3339 instant; what is finer than a millisecond is cut off. Undefined for anything
 * else, for a day or time that does not exist, and for one before 1970.
 */
export function instantOf(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const day = Number(match[3]);
  if (day > daysIn(Number(match[1]), Number(match[2])) || Number(match[4]) > 23) return undefined;
  const instant = Date.parse(text.toUpperCase());
  return instant >= 0 ? instant : undefined;
}

/** 0 for a month that does not exist. */
function daysIn(year: number, month: number): number {
  return month > 12 || month < 1 ? 0 : new Date(Date.UTC(year, month, 0)).getUTCDate();
}
