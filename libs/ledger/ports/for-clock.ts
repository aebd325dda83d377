import type { ClockPort, DueEntity } from '#libs/deadlines/clock-port.js';
import { CLOCK, newestClockFact } from '#libs/deadlines/clock-fact.js';
import { foundId } from '#libs/resolution/identity/found-id.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';
import type { Ledger } from '../database/ledger.js';
import { rulesInUse, useRules } from './rules-in-use.js';
import { witnesses } from './witness.js';

/** The ledger as the clock sees it. */
export const ledgerForClock = (ledger: Ledger): ClockPort => ({
  stream: () => ledger.stream(CLOCK.connector, CLOCK.stream, CLOCK.system),
  due: (now, limit) => dueEntities(ledger, now, limit),
  witnesses: (now, configured) => witnesses(ledger, now, configured),
  inUse: (rules) => rulesInUse(ledger, rules),
  postpone: (entities, until) => postpone(ledger, entities, until),
  useRules: (rules, now) => useRules(ledger, rules, now),
});

interface DueRow {
  readonly id: string;
  readonly kind: EntityKind;
  readonly main: JsonObject;
  readonly look_at: string;
  readonly said: readonly { readonly connector: string; readonly fields: JsonObject }[] | null;
  readonly streams: readonly number[] | null;
  readonly refusing: readonly number[] | null;
}

async function dueEntities(ledger: Ledger, now: string, limit: number): Promise<readonly DueEntity[]> {
  const rows = await ledger.ask<DueRow>(
    `with due as (
       select d.entity_id, d.look_at from deadline d join entity e on e.id = d.entity_id
       where d.look_at <= $1 and e.state = 'current' order by d.look_at limit $2)
     select e.id, e.kind, e.main, d.look_at::text as look_at,
       json_agg(json_build_object('connector', s.connector, 'fields', c.fields)) filter (where s.connector = $3) as said,
       array_agg(distinct s.id::int) filter (where s.connector <> $3) as streams,
       array_agg(distinct l.stream_id::int) filter (where l.id is not null) as refusing
     from due d join entity e on e.id = d.entity_id
       left join contribution c on c.entity_id = e.id left join record r on r.id = c.record_id left join stream s on s.id = r.stream_id
       left join dead_letter l on l.state = 'open' and l.stream_id = r.stream_id and l.key = r.key
     group by e.id, d.look_at order by d.look_at`,
    [now, limit, CLOCK.connector],
  );
  return rows.flatMap(({ id, kind, main, look_at: lookAt, said, streams, refusing }) => {
    const references = (main['references'] ?? []) as unknown as readonly Reference[];
    // the one that founded the id keeps it when others are split off
    const reference = references.find((it) => foundId(it) === id) ?? references[0];
    if (!reference) return [];
    const facts = { lastFact: newestClockFact(said ?? []), streams: streams ?? [], refusing: refusing ?? [] };
    return [{ id, kind, reference, main, lookAt, ...facts }];
  });
}

/** Postpones only entities that are still as the clock saw them: a commit in between, or one that is just ending, has set another moment. */
async function postpone(
  ledger: Ledger,
  looked: readonly DueEntity[],
  until: string | undefined,
): Promise<void> {
  if (looked.length === 0) return;
  const asSeen = JSON.stringify(
    looked.map(({ id, main, lookAt }) => ({ id, version: main['version'], look_at: lookAt })),
  );
  const same = `from json_to_recordset($1::json) as it(id uuid, version int, look_at timestamptz), entity e
     where e.id = it.id and e.version = it.version and d.entity_id = e.id and d.look_at = it.look_at`;
  if (until === undefined)
    await ledger.ask(`delete from deadline d ${same.replace('from', 'using')}`, [asSeen]);
  else await ledger.ask(`update deadline d set look_at = $2 ${same}`, [asSeen, until]);
}
