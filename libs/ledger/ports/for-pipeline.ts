import type { FoldRules } from '#libs/resolution/fold/document.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import { readCheckpoint } from './checkpoints.js';
import { giveBackLease, holdLease } from './leases.js';
import type { Ledger } from '../database/ledger.js';
import { isPaused, saveHealth } from './stream-health.js';

/** The ledger as the pipeline sees it, under one configuration. */
export const ledgerPort = (ledger: Ledger, rules: FoldRules): LedgerPort => ({
  checkpoint: (stream) => readCheckpoint(ledger, stream),
  commit: (batch) => ledger.commit(batch, rules),
  tryOut: (batch) => ledger.tryOut(batch, rules),
  holdLease: (name, holder) => holdLease(ledger, name, holder),
  giveBackLease: (name, holder) => giveBackLease(ledger, name, holder),
  saveHealth: (stream, health) => saveHealth(ledger, stream, health),
  isPaused: (stream) => isPaused(ledger, stream),
});
