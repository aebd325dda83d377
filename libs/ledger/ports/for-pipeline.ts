import type { FoldRules } from '#libs/resolution/fold/document.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import { readCheckpoint } from './checkpoints.js';
import { giveBackLease, holdLease } from './leases.js';
import type { Ledger } from '../database/ledger.js';
import { isPaused, isStopped, saveHealth } from './stream-health.js';
import { commitBatch, tryOutBatch } from '../commit/commit.js';

/** The ledger as the pipeline sees it, under one configuration. */
export const ledgerForPipeline = (ledger: Ledger, rules: FoldRules): LedgerPort => ({
  checkpoint: (stream) => readCheckpoint(ledger, stream),
  commit: (batch) => commitBatch(ledger, batch, rules),
  tryOut: (batch) => tryOutBatch(ledger, batch, rules),
  holdLease: (name, holder) => holdLease(ledger, name, holder),
  giveBackLease: (name, holder) => giveBackLease(ledger, name, holder),
  saveHealth: (stream, health) => saveHealth(ledger, stream, health),
  isPaused: (stream) => isPaused(ledger, stream),
  isStopped: (stream) => isStopped(ledger, stream),
});
