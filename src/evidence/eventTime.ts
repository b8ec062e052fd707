const isoTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * When an event happened, in epoch milliseconds: an ISO 8601 time with its offset from UTC, or a number. Numbers up to 1e11
 * are seconds (until the year 5138), above they are milliseconds (since 1973). Undefined for anything else.
 */
export function eventTime(value: unknown): number | undefined {
  if (typeof value === 'number') {
    const time = Math.abs(value) < 1e11 ? Math.round(value * 1000) : value;
    return Math.abs(time) < 1e14 ? time : undefined;
  }
  const time = typeof value === 'string' && isoTime.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
