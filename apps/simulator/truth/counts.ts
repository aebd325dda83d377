import type { Db } from './sql.js';

/** What must have happened to records, by connector and stream. */
export interface ExpectedCounts {
  /** Distinct records that can be told from each other by their key, whether they can be understood or not. */
  readonly records: Readonly<Record<string, number>>;
  /** Records that must be dead letters, by what is wrong with them. */
  readonly deadLetters: readonly { readonly stream: string; readonly fault: Fault; readonly count: number }[];
  /** Records that a named filter must leave out. */
  readonly filtered: readonly { readonly stream: string; readonly rule: string; readonly count: number }[];
  /** Orders that the housing system never showed. */
  readonly strangers: readonly string[];
  /** Distinct trade codes that no table explains. */
  readonly unmappedTrades: readonly string[];
}

/** `malformed`: no XML; `unknown-type`: a document or update type that decides what is spoken of; `unreadable-date`. */
export type Fault = 'malformed' | 'unknown-type' | 'unreadable-date';

export async function expectedCounts(db: Db): Promise<ExpectedCounts> {
  const records = await db.query<{ stream: string; count: number }>(RECORDS);
  const dead = await db.query<{ stream: string; fault: Fault; count: number }>(DEAD_LETTERS);
  const loose = await db.query<{ count: number }>(
    `select count(*)::int as count from rmtask where trim(wo_ref) = ''`,
  );
  const strangers = await db.query<{ ref: string }>(STRANGERS);
  const trades = await db.query<{ trade: string }>(
    `select distinct trim(trade) as trade from rmtask where trade in ('ZQ', 'X9') and trim(wo_ref) <> '' order by 1`,
  );
  return {
    records: Object.fromEntries(records.rows.map((row) => [row.stream, row.count])),
    deadLetters: dead.rows,
    filtered: [
      { stream: 'universal-housing/tasks', rule: 'not-yet-ordered', count: loose.rows[0]?.count ?? 0 },
    ],
    strangers: strangers.rows.map((row) => row.ref),
    unmappedTrades: trades.rows.map((row) => row.trade),
  };
}

/** Bookings count once each, in whatever versions; updates by order, work element, type and time. */
const RECORDS = `
  select 'universal-housing/requests' as stream, count(*)::int as count from rmreqst
  union all select 'universal-housing/orders', count(*)::int from rmworder
  union all select 'universal-housing/tasks', count(*)::int from rmtask
  union all select 'universal-housing/visits', count(*)::int from visit
  union all select 'universal-housing/properties', count(*)::int from property
  union all select 'drs-scheduler/bookings', count(distinct content->>'bookingId')::int
    from sim.delivery where channel = 'booking' and sent is not null
  union all select 'contractor-hact/status-updates',
    count(distinct (content->>'order', content->>'task', content->>'type', content->>'other', content->>'at'))::int
    from sim.delivery where channel = 'update' and sent is not null
  union all select 'finance-ubl/documents', count(distinct (content->'supplier'->>'legal', content->>'typeCode', content->>'number'))::int
    from sim.invoice_file where written is not null`;

const DEAD_LETTERS = `
  select case channel when 'booking' then 'drs-scheduler/bookings' else 'contractor-hact/status-updates' end as stream,
    content->>'fault' as fault, count(*)::int as count
  from sim.delivery where sent is not null and content->>'fault' is not null group by 1, 2
  union all
  select 'finance-ubl/documents', case when mode = 'malformed' then 'malformed' else 'unknown-type' end, count(*)::int
  from sim.invoice_file
  where written is not null and (mode = 'malformed' or content->>'typeCode' not in ('380', '381')) group by 1, 2
  order by 1, 2`;

const STRANGERS = `
  select distinct content->>'order' as ref from sim.delivery d
  where sent is not null and content->>'fault' is null
    and not exists (select from rmworder w where w.wo_ref = d.content->>'order') order by 1`;
