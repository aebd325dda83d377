import type { Ledger } from '#libs/ledger/database/ledger.js';
import { Client } from 'pg';

/** Record tables of the housing system, by stream: each row is read once, as nothing changes it. */
const TABLES = {
  requests: 'rmreqst',
  orders: 'rmworder',
  tasks: 'rmtask',
  visits: 'visit',
  properties: 'property',
} as const;

/** What else must hold after crashes, whatever the balance says; empty is good. */
export async function checkLedger(ledger: Ledger, housingUrl: string): Promise<readonly string[]> {
  return [
    ...(await brokenRanges(ledger)),
    ...(await readTwice(ledger, housingUrl)),
    ...(await stopped(ledger)),
  ];
}

/** I2, I3: the batches of a stream follow each other without gap or overlap; a stale checkpoint would overlap. */
async function brokenRanges(ledger: Ledger): Promise<readonly string[]> {
  const rows = await ledger.ask<{ readonly name: string; readonly first: string; readonly due: string }>(
    `select s.connector || '/' || s.name as name, b.first, b.due from (
       select stream_id, first, coalesce(lag(first + length(outcomes)) over w, 1) as due from batch
       window w as (partition by stream_id order by first, length(outcomes))) b
     join stream s on s.id = b.stream_id where b.first <> b.due`,
  );
  const sums = await ledger.ask<{ readonly name: string }>(
    `select connector || '/' || name as name from stream s
     where handed_over <> (select coalesce(sum(length(outcomes)), 0) from batch where stream_id = s.id)`,
  );
  return [
    ...rows.map((it) => `${it.name}: a batch begins at ${it.first} where ${it.due} is next`),
    ...sums.map((it) => `${it.name}: the batches do not add up to what was read`),
  ];
}

/** A checkpoint moves with its records: no row of a table is read twice over any crash. */
async function readTwice(ledger: Ledger, housingUrl: string): Promise<readonly string[]> {
  const streams = await ledger.ask<{ readonly name: keyof typeof TABLES; readonly read: string }>(
    `select name, handed_over as read from stream where connector = 'universal-housing'`,
  );
  const housing = new Client({ connectionString: housingUrl });
  await housing.connect();
  try {
    const faults: string[] = [];
    for (const { name, read } of streams) {
      const { rows } = await housing.query<{ count: string }>(`select count(*) from ${TABLES[name]}`);
      if (rows[0]?.count !== read)
        faults.push(`universal-housing/${name}: ${read} were read of ${rows[0]?.count ?? '?'} rows`);
    }
    return faults;
  } finally {
    await housing.end();
  }
}

/** A crash is no reason for a stream to give up. One that was paused on purpose stands still, as it was told. */
async function stopped(ledger: Ledger): Promise<readonly string[]> {
  const rows = await ledger.ask<{ readonly name: string; readonly state: string; readonly code: string }>(
    `select s.connector || '/' || s.name as name, h.state, h.code from stream s join stream_health h on h.stream_id = s.id
     where h.state <> 'ok' and not (h.state = 'paused' and h.paused)`,
  );
  return rows.map((it) => `${it.name} is ${it.state} (${it.code})`);
}
