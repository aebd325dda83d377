import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { syncHealth, type SyncHealth } from '#libs/ledger/queries/sync-health.js';

/** A stream counts as drained after it was read without success of new records for this long since the simulator fell silent. */
const QUIET_MS = 3_000;

/**
 * Waits until everything that the pretend systems said has been read and published: each stream was read successfully after
 * `since` and nothing has moved for a while, no file waits, the relay has published the last event.
 */
export async function drained(
  ledger: Ledger,
  since: Date,
  dropFolder: string,
  show: (health: SyncHealth) => void,
  stop: AbortSignal,
): Promise<void> {
  let last = '';
  let still = since.getTime();
  while (!stop.aborted) {
    const now = new Date();
    const health = await syncHealth(ledger, now);
    show(health);
    const state = JSON.stringify([
      health.streams.map((it) => it.counts),
      health.relay.published,
      health.relay.last,
    ]);
    if (state !== last) still = now.getTime();
    last = state;
    const fresh = health.streams.every(
      (it) =>
        it.state === 'stopped' ||
        isPush(it.checkpoint) ||
        (read(it.lastSuccessAt, since) && (it.behind ?? 0) === 0),
    );
    const published = health.relinking === 0 && health.relay.published === health.relay.last;
    if (fresh && published && waiting(dropFolder) === 0 && now.getTime() - still > QUIET_MS) return;
    await sleep(1_000, undefined, { signal: stop }).catch(() => undefined);
  }
}

const isPush = (checkpoint: unknown): boolean => checkpoint === undefined;
const read = (at: string | undefined, since: Date): boolean => at !== undefined && new Date(at) > since;
const waiting = (folder: string): number =>
  readdirSync(folder).filter((name) => name.endsWith('.xml')).length;
