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
