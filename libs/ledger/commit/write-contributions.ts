import type { QueryRunner } from 'typeorm';
import type { KnownRecord } from '#libs/resolution/records/known-record.js';
import { referenceKey } from '#libs/model/reference.js';
import type { Settled } from '#libs/resolution/settle/settle.js';
import { rows } from './rows.js';

interface PartKey {
  readonly record_id: number;
  readonly part: string;
}

/** Writes the contributions that the batch's records make now, and removes those that they make no more. */
export async function writeContributions(
  runner: QueryRunner,
  records: readonly KnownRecord[],
  settled: Pick<Settled, 'contributions'>,
): Promise<void> {
  const removed = records.flatMap((it) => [...it.removed.keys()].map((part) => ({ record_id: it.id, part })));
  const floors = new Map(records.map((it) => [it.id, it.parts]));
  const contributions = settled.contributions
    .filter((it) => it.changed)
    .map((it) => ({
      record_id: it.recordId,
      part: it.part,
      kind: it.kind,
      entity_id: it.entity,
      arrival: it.arrival,
      identity: it.identity,
      held: it.held,
      links: it.links,
      fields: it.fields,
      changed_at: it.changedAt ?? null,
      history: it.history,
      floor: floors.get(it.recordId)?.get(it.part)?.floor ?? '',
      refs: [...new Set(it.links.map((link) => referenceKey(link.reference)))],
    }));
  await removeContributions(runner, removed, contributions);
  if (contributions.length > 0) await upsertContributions(runner, contributions);
}

async function removeContributions(
  runner: QueryRunner,
  removed: readonly PartKey[],
  contributions: readonly PartKey[],
): Promise<void> {
  const gone = [...removed, ...contributions.map(({ record_id, part }) => ({ record_id, part }))];
  if (gone.length === 0) return;
  await runner.query(
    `delete from link l using json_to_recordset($1::json) as it(record_id bigint, part text)
     where l.record_id = it.record_id and l.part = it.part`,
    rows(gone),
  );
  if (removed.length === 0) return;
  await runner.query(
    `delete from contribution c using json_to_recordset($1::json) as it(record_id bigint, part text)
     where c.record_id = it.record_id and c.part = it.part`,
    rows(removed),
  );
}

const upsertContributions = (runner: QueryRunner, contributions: readonly unknown[]): Promise<unknown> =>
  runner.query(
    `with contributed as (select * from json_to_recordset($1::json) as it(record_id bigint, part text, kind text, entity_id uuid, arrival bigint,
       identity jsonb, held jsonb, links jsonb, fields jsonb, changed_at text, history jsonb, floor text, refs jsonb)),
     linked as (insert into link (ref, record_id, part)
       select jsonb_array_elements_text(refs), record_id, part from contributed)
     insert into contribution (record_id, part, kind, entity_id, arrival, identity, held, links, fields, changed_at, history, floor)
     select record_id, part, kind, entity_id, arrival, identity, held, links, fields, changed_at, history, floor from contributed
     on conflict (record_id, part) do update set kind = excluded.kind, entity_id = excluded.entity_id, arrival = excluded.arrival,
       identity = excluded.identity, held = excluded.held, links = excluded.links, fields = excluded.fields,
       changed_at = excluded.changed_at, history = excluded.history, floor = excluded.floor`,
    rows(contributions),
  );

/** Writes contributions whose content is unchanged, but which belong to another entity now, or are held otherwise. */
export async function writeMoved(
  runner: QueryRunner,
  settled: Pick<Settled, 'contributions'>,
): Promise<void> {
  const moved = settled.contributions
    .filter((it) => !it.changed)
    .map(({ recordId, part, entity, identity, held }) => ({
      record_id: recordId,
      part,
      entity_id: entity,
      identity,
      held,
    }));
  if (moved.length === 0) return;
  await runner.query(
    `update contribution c set entity_id = it.entity_id, identity = it.identity, held = it.held
     from json_to_recordset($1::json) as it(record_id bigint, part text, entity_id uuid, identity jsonb, held jsonb)
     where c.record_id = it.record_id and c.part = it.part`,
    rows(moved),
  );
}

/** Writes which references wait for approval from now on, and which do so no more. */
export async function writeHeld(
  runner: QueryRunner,
  { held: { added, dropped } }: Pick<Settled, 'held'>,
  at: string,
): Promise<void> {
  if (added.length > 0)
    await runner.query(
      `insert into held (record_id, part, ref, since)
       select "recordId", part, ref, $2 from json_to_recordset($1::json) as it("recordId" bigint, part text, ref text)`,
      [...rows(added), at],
    );
  if (dropped.length > 0)
    await runner.query(
      `delete from held h using json_to_recordset($1::json) as it("recordId" bigint, part text, ref text)
       where h.record_id = it."recordId" and h.part = it.part and h.ref = it.ref`,
      rows(dropped),
    );
}
