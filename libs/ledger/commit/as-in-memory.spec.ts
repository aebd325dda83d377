import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Batch } from '#libs/model/batch.js';
import type { JsonObject } from '#libs/model/json.js';
import { history, STREAMS, type History } from '#libs/resolution/laws/histories.js';
import { AUTHORITY, batchOf, decisionOf, isBatch, shuffled, takeStep } from '#libs/resolution/laws/run.js';
import { MemoryLedger } from '#libs/resolution/memory/memory-ledger.js';
import { batch } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { decideHeld } from './decide.js';
import { commitBatch } from './commit.js';

/**
 * The laws are proven on the ledger in memory; this shows that PostgreSQL holds the same after the same: every entity with its versions and
 * documents, every event, everything that is held.
 */
const RUNS = Number(process.env['LINTEL_LAWS_POSTGRES'] ?? 40);

let fresh: FreshLedger;
beforeAll(async () => {
  fresh = await freshLedger();
});
afterAll(() => fresh.drop());

/** As a database takes it: hashes in hex, ids of batches. */
const stored = ({ stream, items }: Batch, id: number): Batch =>
  batch(
    { ...stream, id },
    items.map((it) => ({ ...it, hash: createHash('sha256').update(it.hash).digest('hex') })),
  );

async function runBoth(told: History): Promise<MemoryLedger> {
  const { ledger } = fresh;
  await fresh.empty();
  const memory = new MemoryLedger({ authority: AUTHORITY });
  for (const step of shuffled(told)) {
    if (isBatch(step)) {
      const said = batchOf(step);
      if (!said) continue;
      const { connector, name, system } = said.stream;
      const { id } = await ledger.stream(connector, name, system);
      const { outcomes } = await commitBatch(ledger, stored(said, id), { authority: AUTHORITY });
      expect(outcomes).toEqual(await memory.commit(said));
      continue;
    }
    const { connector, name } = STREAMS[step.stream];
    const [held] = await ledger.ask<{ readonly id: string }>(
      `select h.id from held h join record r on r.id = h.record_id join stream s on s.id = r.stream_id
       where s.connector = $1 and s.name = $2 and r.key = $3 and h.part = $4 and h.ref = $5`,
      [connector, name, step.key, step.part, step.ref],
    );
    if (!held) continue;
    const decision = decisionOf(step);
    const at = new Date().toISOString();
    await decideHeld(ledger, { ids: [held.id], decision, at, traceparent: '' }, { authority: AUTHORITY });
    await takeStep(memory, step);
  }
  return memory;
}

const byName = (a: readonly unknown[], b: readonly unknown[]): number =>
  JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;

test.each(fc.sample(history, { numRuns: RUNS, seed: 3 }).map((it, at) => [at, it] as const))(
  'history %i',
  async (_, told) => {
    const memory = await runBoth(told);
    const { ledger } = fresh;
    const entities = await ledger.ask(
      `select id, kind, state, version, personal_version as "personalVersion", main, coalesce(personal, 'null') as personal
       from entity order by id`,
    );
    const expected = memory.entities
      .map((it) => ({ ...it, personal: it.personal ?? null }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(entities).toEqual(expected);
    const events = await ledger.ask<{ topic: string; key: string; version: number; value: JsonObject }>(
      `select topic, key, version, headers ->> 'changes' as changes, value::jsonb as value from outbox`,
    );
    expect(events).toHaveLength(memory.events.length);
    const text = (it: { topic: string; key: string; version: number }): string =>
      `${it.topic} ${it.key} ${it.version}`;
    const known = new Map(events.map((it) => [text(it), it]));
    for (const event of memory.events)
      expect(known.get(text(event))).toEqual({
        ...event,
        changes: event.changes.join(','),
        value: JSON.parse(event.value) as JsonObject,
      });
    const held = await ledger.ask<{ key: string; part: string; ref: string; decision: string | null }>(
      `select r.key, h.part, h.ref, h.decision from held h join record r on r.id = h.record_id`,
    );
    expect(held).toHaveLength(memory.held.length);
    expect(held.map((it) => [it.ref, it.decision ?? undefined]).sort(byName)).toEqual(
      memory.held.map((it) => [it.ref, it.decision]).sort(byName),
    );
  },
);
