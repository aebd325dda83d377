import { setTimeout as sleep } from 'node:timers/promises';

/** Throws what did not come to an end, with what `tell` knows of it, before Jest's own limit says nothing of the kind. */
export async function inTime(
  what: string,
  work: Promise<unknown> | undefined,
  tell: () => string = () => '',
  withinMs = 240_000,
): Promise<void> {
  const over = new AbortController();
  const late = sleep(withinMs, true, { signal: over.signal }).catch(() => false);
  const ended = Promise.resolve(work).then(() => false);
  const isLate = await Promise.race([ended, late]).finally(() => over.abort());
  if (isLate) throw new Error(`In ${withinMs} ms it did not come to an end: ${what}\n${tell()}`);
}
