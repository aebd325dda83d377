import type { QueryRunner } from 'typeorm';
import type { Batch } from '#libs/model/batch.js';
import type { FoldRules } from '#libs/resolution/fold/document.js';
import type { Origin } from '#libs/model/kinds.js';
import type { Decision } from '#libs/resolution/settle/reads.js';
import { entityChanges } from '#libs/resolution/settle/events.js';
import { settle, type Settled } from '#libs/resolution/settle/settle.js';
import type { Ledger } from '../database/ledger.js';
import { lockLedger, saveCounters } from './counters.js';
import { ledgerReads } from './ledger-reads.js';
import { LINKERS_AT_ONCE } from './queue-linkers.js';
import { writeOutbox } from './write-outbox.js';
import { writeSettled } from './write-settled.js';

/** What an administrator says of held references, by their ids; undefined takes the decision back. */
export interface HeldDecision {
  readonly ids: readonly string[];
  readonly decision: Decision | undefined;
  /** ISO. */
  readonly at: string;
  readonly traceparent: string;
}

/**
 * Writes the decision and what follows from it: an approved reference joins now, in a commit like any other, with its events. The
 * decision stays when the record speaks again. It rings nothing while a stream that speaks of them is not live. Gives the number of events. Throws DataRefused, TransientError.
 */
export const decideHeld = (ledger: Ledger, decided: HeldDecision, rules: FoldRules): Promise<number> =>
  ledger.transaction(async (runner) => {
    const counters = await lockLedger(runner);
    const entities = await writeDecision(runner, decided);
    const founding = counters.arrivals + 1;
    const settled = await settle(
      ledgerReads(runner),
      { decided: entities },
      rules,
      founding,
      LINKERS_AT_ONCE,
    );
    const origin = await originOf(runner, settled, decided.at);
    const about: Pick<Batch, 'origin' | 'at' | 'traceparent'> = { origin, ...decided };
    const events = await writeSettled(runner, settled, entityChanges(settled, origin), rules, about);
    const lastNumber = await writeOutbox(runner, about, events, counters.lastNumber, ledger.source);
    await saveCounters(runner, { lastNumber, arrivals: founding + settled.changedReferences.size });
    return events.length;
  });

async function originOf(runner: QueryRunner, { resolution }: Settled, at: string): Promise<Origin> {
  const entities = [...new Set([...resolution.entityOf.values(), ...resolution.ended.keys()])];
  const early = (await runner.query(
    `select 1 from contribution c join record r on r.id = c.record_id join stream s on s.id = r.stream_id
     where c.entity_id = any($1::uuid[]) and ((s.asked and s.backfilled_at is null) or s.go_live_at > $2) limit 1`,
    [entities, at],
  )) as readonly unknown[];
  return early.length > 0 ? 'backfill' : 'live';
}

/** Gives the entities that these contributions speak of. A decision taken back of what is gone leaves nothing. */
async function writeDecision(
  runner: QueryRunner,
  { ids, decision, at }: HeldDecision,
): Promise<readonly string[]> {
  await runner.query(
    `update held set decision = $2, decided_at = case when $2::text is null then null else $3::timestamptz end
     where id = any($1::uuid[])`,
    [ids, decision ?? null, at],
  );
  const rows = (await runner.query(
    `select distinct c.entity_id from held h join contribution c using (record_id, part) where h.id = any($1::uuid[])`,
    [ids],
  )) as readonly { readonly entity_id: string }[];
  await runner.query(
    `delete from held h where h.id = any($1::uuid[]) and h.decision is null
       and not exists (select 1 from contribution c where c.record_id = h.record_id and c.part = h.part)`,
    [ids],
  );
  return rows.map((it) => it.entity_id);
}
