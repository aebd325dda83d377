import type { ClockPort, DueEntity, Witness } from '#libs/canonical/deadlines/clock-port.js';
import { CLOCK, clockFact } from '#libs/canonical/deadlines/clock-fact.js';
import { TIMED_KINDS } from '#libs/canonical/deadlines/subject.js';
import { foundId } from '#libs/canonical/identity/found-id.js';
import type { JsonObject } from '#libs/canonical/json.js';
import type { EntityKind } from '#libs/canonical/kinds.js';
import type { Reference } from '#libs/canonical/reference.js';
import type { Ledger } from './ledger.js';

/** The ledger as the clock sees it. */
export const clockPort = (ledger: Ledger): ClockPort => ({
  stream: () => ledger.stream(CLOCK.connector, CLOCK.stream, CLOCK.system),
  due: (now, limit) => dueEntities(ledger, now, limit),
  witnesses: () => witnesses(ledger),
  postpone: (looked, until) => postpone(ledger, looked, until),
  useRules: (hash, now) => useRules(ledger, hash, now),
});

interface DueRow {
  readonly id: string;
  readonly kind: EntityKind;
  readonly main: JsonObject;
  readonly said: readonly { readonly connector: string; readonly fields: JsonObject }[] | null;
  readonly streams: readonly number[] | null;
}

async function dueEntities(ledger: Ledger, now: string, limit: number): Promise<readonly DueEntity[]> {
  const rows = await ledger.ask<DueRow>(
    `with due as (select entity_id, look_at from deadline where look_at <= $1 order by look_at limit $2)
     select e.id, e.kind, e.main,
       json_agg(json_build_object('connector', s.connector, 'fields', c.fields)) filter (where s.connector = $3) as said,
       array_agg(distinct s.id::int) filter (where s.connector <> $3) as streams
     from due d join entity e on e.id = d.entity_id
       left join contribution c on c.entity_id = e.id left join record r on r.id = c.record_id left join stream s on s.id = r.stream_id
     where e.state = 'current'
     group by e.id, d.look_at order by d.look_at`,
    [now, limit, CLOCK.connector],
  );
  return rows.flatMap(({ id, kind, main, said, streams }) => {
    const references = (main['references'] ?? []) as unknown as readonly Reference[];
    // the one that founded the id keeps it when others are split off
    const reference = references.find((it) => foundId(it) === id) ?? references[0];
    if (!reference) return [];
    return [{ id, kind, reference, main, said: clockFact(said ?? []), streams: streams ?? [] }];
  });
}

/** Only what is still as it was looked at: a commit in between has set another moment. */
async function postpone(
  ledger: Ledger,
  looked: readonly DueEntity[],
  until: string | undefined,
): Promise<void> {
  if (looked.length === 0) return;
  const seen = JSON.stringify(looked.map(({ id, main }) => ({ id, version: main['version'] })));
  const same = `from json_to_recordset($1::json) as it(id uuid, version int), entity e
     where e.id = it.id and e.version = it.version and d.entity_id = e.id`;
  if (until === undefined)
    await ledger.ask(`delete from deadline d ${same.replace('from', 'using')}`, [seen]);
  else await ledger.ask(`update deadline d set look_at = $2 ${same}`, [seen, until]);
}

async function witnesses(ledger: Ledger): Promise<readonly Witness[]> {
  const rows = await ledger.ask<{
    readonly id: number;
    readonly says: readonly string[];
    readonly asked: boolean;
    readonly backfilled_at: Date | null;
    readonly go_live_at: Date | null;
    readonly read_to: Date | null;
  }>(
    `select s.id, s.says, s.asked, s.backfilled_at, s.go_live_at, h.read_to
     from stream s left join stream_health h on h.stream_id = s.id where s.connector <> $1`,
    [CLOCK.connector],
  );
  return rows.map((row) => ({
    id: row.id,
    says: row.says,
    asked: row.asked,
    ...moment('backfilledAt', row.backfilled_at),
    ...moment('goLiveAt', row.go_live_at),
    ...moment('readTo', row.read_to),
  }));
}

const moment = <Name extends string>(name: Name, at: Date | null): { [name in Name]?: string } =>
  (at ? { [name]: at.toISOString() } : {}) as { [name in Name]?: string };

async function useRules(ledger: Ledger, hash: string, now: string): Promise<void> {
  await ledger.transaction(async (runner) => {
    const changed = (await runner.query(
      `insert into clock (rules) values ($1) on conflict (only_one) do update set rules = excluded.rules
       where clock.rules <> excluded.rules returning rules`,
      [hash],
    )) as readonly unknown[];
    if (changed.length === 0) return;
    await runner.query(
      `insert into deadline (entity_id, look_at)
       select id, $2 from entity where kind = any($1::text[]) and state = 'current' order by id
       on conflict (entity_id) do update set look_at = excluded.look_at`,
      [TIMED_KINDS, now],
    );
  });
}
