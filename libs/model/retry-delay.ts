/** Bounds of a pause, in milliseconds. */
export interface RetryPauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Milliseconds to wait after `failures` failures in a row (from 1). The pause doubles from the first to the longest. With `random`
 * (0 ≤ x < 1) half of the pause is left to chance, so that callers who failed together do not come back together.
 */
export function retryDelay(
  failures: number,
  { firstMs, longestMs }: RetryPauses,
  random?: () => number,
): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return random ? full / 2 + (full / 2) * random() : full;
}
