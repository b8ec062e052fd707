const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Each unit with the age at which the next larger one takes over. */
const units: readonly (readonly [name: string, size: number, below: number])[] = [
  ['minute', minute, hour],
  ['hour', hour, day],
  ['day', day, 7 * day],
  ['week', 7 * day, 30 * day],
  ['month', 30 * day, 365 * day],
  ['year', 365 * day, Infinity],
];

/**
 * How long ago something was, in one unit: `now`, `5 minutes ago`, `1 week ago`. What lies ahead, by clocks that
 * differ, is `now` too.
 * @param time @param now epoch milliseconds
 */
export function relativeTime(time: number, now: number): string {
  const age = now - time;
  const unit = age < minute ? undefined : units.find(([, , below]) => age < below);
  if (!unit) return 'now';
  const count = Math.floor(age / unit[1]);
  return `${count} ${unit[0]}${count === 1 ? '' : 's'} ago`;
}
