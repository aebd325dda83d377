import { Client } from 'pg';
import { freshDatabase, uniqueName } from '#libs/local/testing/services.js';
import { HOUSING_TABLES, type HousingTable } from './housing-tables.js';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** A small housing database of its own, with an account that may only read it. */
export interface Housing {
  /** What the connector's placeholders are filled with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Inserts the row, or changes the named columns of the one that is there. */
  put(table: HousingTable, row: Row): Promise<void>;
  /** A transaction of its own that stays open until it is told. */
  begin(): Promise<{ put: Housing['put']; commit(): Promise<void> }>;
  drop(): Promise<void>;
}

export async function makeHousing(): Promise<Housing> {
  const { url, drop } = await freshDatabase();
  const owner = new Client({ connectionString: url });
  await owner.connect();
  const user = `reader_${uniqueName()}`;
  const password = uniqueName();
  await owner.query(schemaSql(user, password));
  const { hostname, port, pathname } = new URL(url);
  const others: Client[] = [];
  return {
    environment: {
      UH_HOST: hostname,
      UH_PORT: port,
      UH_DATABASE: pathname.slice(1),
      UH_USER: user,
      UH_PASSWORD: password,
    },
    put: (table, row) => put(owner, table, row),
    begin: async () => {
      const client = new Client({ connectionString: url });
      others.push(client);
      await client.connect();
      await client.query('begin');
      return {
        put: (table, row) => put(client, table, row),
        commit: async () => void (await client.query('commit')),
      };
    },
    drop: async () => {
      for (const client of [owner, ...others]) await client.end();
      await drop();
    },
  };
}

/** The change stamp is the writing transaction's id: given at the statement, seen at the commit. */
function schemaSql(user: string, password: string): string {
  const tables = Object.entries(HOUSING_TABLES).map(([name, { key, columns }]) => {
    const lines = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
    return `create table ${name} (${lines.join(', ')}, tstamp xid8 not null, primary key (${key}));
      create trigger stamp before insert or update on ${name} for each row execute function stamp();`;
  });
  return `
    create function stamp() returns trigger language plpgsql as
    $$ begin new.tstamp := pg_current_xact_id(); return new; end $$;
    ${tables.join('\n')}
    create role ${user} login password '${password}';
    grant select on ${Object.keys(HOUSING_TABLES).join(', ')} to ${user};
    grant pg_monitor to ${user};`;
}

async function put(client: Client, table: HousingTable, row: Row): Promise<void> {
  const { key } = HOUSING_TABLES[table];
  const columns = Object.keys(row);
  const places = columns.map((_, at) => `$${at + 1}`);
  const changed = columns.filter((it) => it !== key).map((it) => `${it} = excluded.${it}`);
  await client.query(
    `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})
     on conflict (${key}) do update set ${changed.join(', ')}`,
    Object.values(row),
  );
}
