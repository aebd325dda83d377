/** Bounds of a pause, in milliseconds. */
export interface RetryPauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Milliseconds to wait after the nth failure in a row (from 1): doubles from the first pause to the longest. With `random` (0 ≤ x < 1) half
 * of it is left to chance, so that many who failed together do not come back together.
 */
export function retryDelay(
  failures: number,
  { firstMs, longestMs }: RetryPauses,
  random?: () => number,
): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return random ? full / 2 + (full / 2) * random() : full;
}
