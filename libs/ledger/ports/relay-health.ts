import type { Ledger } from '../database/ledger.js';

/** What the relay says of itself, for sync health. */
export async function saveRelayHealth(ledger: Ledger, health: object): Promise<void> {
  await ledger.ask('update relay_progress set state = $1::jsonb, updated_at = now()', [
    JSON.stringify(health),
  ]);
}
