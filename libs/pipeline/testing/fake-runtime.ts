import type { LedgerPort } from '#libs/model/ledger-port.js';
import type { Runtime } from '../runtime.js';

/** A world in which no time passes, chance is always in the middle, and nobody listens. `ledger`: as much of it as is asked for. */
export const fakeRuntime = (ledger: Partial<LedgerPort>, changes: Partial<Runtime> = {}): Runtime => ({
  ledger: ledger as LedgerPort,
  holder: 'spec',
  now: () => new Date('2025-07-01T00:00:00Z'),
  random: () => 0.5,
  newId: () => '00000000-0000-4000-8000-000000000000',
  sleep: () => Promise.resolve(),
  onCommitted: () => undefined,
  log: () => undefined,
  ...changes,
});
