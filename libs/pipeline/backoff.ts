const FIRST_MS = 500;
const LONGEST_MS = 60_000;
/** An account is locked by quick retries: wrong credentials are tried again every five minutes. */
const SLOW_MS = 300_000;

/** How long to wait after the nth failure in a row (from 1): doubling up to a minute, with jitter of half. */
export function backoff(failures: number, slow: boolean, random: () => number): number {
  if (slow) return SLOW_MS;
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return full / 2 + (full / 2) * random();
}
