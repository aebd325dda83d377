import type { ClientBase } from 'pg';
import { TABLES, TABLE_NAMES, type TableName } from './tables.js';

/** Creates what is missing; existing tables and rows stay. Safe to call at every start. */
export async function createHousing(db: ClientBase): Promise<void> {
  await db.query(`create schema if not exists sim`);
  await db.query(STAMP);
  for (const name of TABLE_NAMES) await db.query(tableSql(name));
  for (const sql of INDEXES) await db.query(sql);
}

/** The change stamp is the id of the writing transaction: given at the statement, seen at the commit. */
const STAMP = `
  create or replace function sim.stamp() returns trigger language plpgsql as
  $$ begin new.tstamp := pg_current_xact_id(); return new; end $$`;

function tableSql(name: TableName): string {
  const { key, columns } = TABLES[name];
  const lines = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return `
    create table if not exists ${name} (
      ${lines.join(', ')},
      tstamp xid8 not null,
      primary key (${key})
    );
    create index if not exists ${name}_tstamp on ${name} (tstamp, ${key});
    create or replace trigger ${name}_stamp before insert or update on ${name}
      for each row execute function sim.stamp()`;
}

const INDEXES = [
  'create unique index if not exists rmworder_sid on rmworder (rmworder_sid)',
  'create unique index if not exists rmreqst_sid on rmreqst (rmreqst_sid)',
  'create index if not exists rmtask_wo_ref on rmtask (wo_ref)',
  'create index if not exists visit_reference_sid on visit (reference_sid)',
];

/**
 * The account that Lintel reads with: it may read the seven tables and see who holds a transaction open (`pg_monitor`),
 * and nothing else.
 */
export async function createReader(db: ClientBase, user: string, password: string): Promise<void> {
  const quoted = await db.query<{ name: string; secret: string; database: string }>(
    'select quote_ident($1) as name, quote_literal($2) as secret, quote_ident(current_database()) as database',
    [user, password],
  );
  const { name, secret, database } = quoted.rows[0] ?? { name: '', secret: '', database: '' };
  const known = await db.query('select from pg_roles where rolname = $1', [user]);
  await db.query(`${known.rowCount ? 'alter' : 'create'} role ${name} login password ${secret}`);
  await db.query(`grant connect on database ${database} to ${name}`);
  await db.query(`grant usage on schema public to ${name}`);
  await db.query(`grant select on ${TABLE_NAMES.join(', ')} to ${name}`);
  await db.query(`grant pg_monitor to ${name}`);
}
