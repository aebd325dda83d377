import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { syncHealth, type SyncHealth } from '#libs/ledger/queries/sync-health.js';

/** Nothing may move for so long. */
const QUIET_MS = 4_000;
const PATIENCE_MS = 180_000;

/**
 * Waits until all that the pretend systems said by now has been read and published. TransientError `bench-not-drained` names what
 * still waits.
 */
export async function drained(ledger: Ledger, drop: string, stop: AbortSignal): Promise<SyncHealth> {
  const since = new Date();
  let last = '';
  let still = Date.now();
  for (;;) {
    stop.throwIfAborted();
    const health = await askHealth(ledger);
    if (health) {
      const state = JSON.stringify([health.streams.map((it) => it.counts), health.relay.published]);
      if (state !== last) still = Date.now();
      last = state;
      const open = waiting(health, drop, since);
      if (open.length === 0 && Date.now() - still > QUIET_MS) return health;
      if (Date.now() - since.getTime() > PATIENCE_MS)
        throw new TransientError('bench-not-drained', `Not drained: ${open.join('; ')}`);
    }
    await sleep(500);
  }
}

async function askHealth(ledger: Ledger): Promise<SyncHealth | undefined> {
  try {
    return await syncHealth(ledger, new Date());
  } catch (error) {
    if (error instanceof TransientError) return undefined;
    throw error;
  }
}

function waiting({ streams, relay }: SyncHealth, drop: string, since: Date): readonly string[] {
  const unread = streams
    .filter((it) => it.checkpoint !== undefined)
    .filter((it) => it.lastSuccessAt === undefined || new Date(it.lastSuccessAt) <= since)
    .map((it) => `${it.connector}/${it.stream} is ${it.state} ${it.code ?? ''}`);
  const files = readdirSync(drop).filter((name) => name.endsWith('.xml')).length;
  return [
    ...unread,
    ...(files === 0 ? [] : [`${files} files wait`]),
    ...(relay.published === relay.last
      ? []
      : [`${relay.published} of ${relay.last} events are published: ${JSON.stringify(relay.relay)}`]),
  ];
}
