import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 40;

/** Looks again and again until there is something; throws what was waited for when nothing came in time. */
export async function waitUntil<Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
  withinMs = 25_000,
): Promise<Found> {
  for (const end = Date.now() + withinMs; ; await sleep(EVERY_MS)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`In ${withinMs} ms it did not come about: ${what}`);
  }
}

/** Throws what did not come to an end, with what `tell` knows of it, before Jest's own limit says nothing of the kind. */
export async function inTime(
  what: string,
  work: Promise<unknown> | undefined,
  tell: () => string = () => '',
  withinMs = 50_000,
): Promise<void> {
  const over = new AbortController();
  const late = sleep(withinMs, true, { signal: over.signal }).catch(() => false);
  const ended = Promise.resolve(work).then(() => false);
  const isLate = await Promise.race([ended, late]).finally(() => over.abort());
  if (isLate) throw new Error(`In ${withinMs} ms it did not come to an end: ${what}\n${tell()}`);
}
