import type { TransientError } from '#libs/model/errors.js';
import { retryDelay } from '#libs/model/retry-delay.js';

const PAUSES = { firstMs: 500, longestMs: 60_000 };
/** An account is locked by quick retries: wrong credentials are tried again every five minutes. */
const SLOW_MS = 300_000;

/** Milliseconds to wait after the nth failure in a row (from 1). */
export const retryPause = (error: TransientError, failures: number, random: () => number): number =>
  error.slow ? SLOW_MS : retryDelay(failures, PAUSES, random);
