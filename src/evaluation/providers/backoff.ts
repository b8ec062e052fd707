const first = 500;
const longest = 30_000;
const longestAsked = 60_000;

/** How often a request is asked again before it is given up: with the waits between, a minute of refusals is outlasted. */
export const retries = 8;

/** Answers that may be other ones a little later. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * How long to wait before asking again, in milliseconds: doubled each time, less by chance so that not all come back at
 * once, but never sooner than the server asks for, up to a minute.
 * @param attempt how often it was asked, from 1
 * @param retryAfter the `Retry-After` header: seconds, or a date
 * @param now epoch milliseconds
 * @param random from 0 to 1
 */
export function backoff(attempt: number, retryAfter: string | null, now: number, random: number): number {
  const own = Math.min(longest, first * 2 ** (attempt - 1)) * (0.5 + random / 2);
  return Math.max(own, Math.min(longestAsked, askedFor(retryAfter, now)));
}

function askedFor(retryAfter: string | null, now: number): number {
  if (retryAfter === null) return 0;
  const wait = /^\s*\d+(\.\d+)?\s*$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isNaN(wait) ? 0 : wait;
}
