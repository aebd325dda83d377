import type { EntityMetadata } from 'typeorm';
import { freshLedger, type FreshLedger } from '../../testing/fresh-ledger.js';
import { TABLES } from './tables.js';

let fresh: FreshLedger;
beforeAll(async () => void (fresh = await freshLedger()));
afterAll(() => fresh.drop());

/** One text per column, as `committed_at timestamp with time zone null`. */
const column = (name: string, type: string, nullable: boolean): string =>
  `${name} ${type}${nullable ? ' null' : ''}`;

function declared({ columns, connection: { driver } }: EntityMetadata): readonly string[] {
  return columns
    .map((it) =>
      column(it.databaseName, `${driver.normalizeType(it)}${it.isArray ? '[]' : ''}`, it.isNullable),
    )
    .sort();
}

async function migrated(table: string): Promise<readonly string[]> {
  const rows = await fresh.ledger.ask<{
    readonly name: string;
    readonly type: string;
    readonly nullable: boolean;
  }>(
    `select column_name as name, is_nullable = 'YES' as nullable,
       case data_type when 'ARRAY' then substr(udt_name, 2) || '[]' else data_type end as type
     from information_schema.columns where table_schema = current_schema() and table_name = $1`,
    [table],
  );
  return rows.map(({ name, type, nullable }) => column(name, type, nullable)).sort();
}

test.each(TABLES.map((table) => [table.name, table] as const))(
  '%s has each column of its table, with its type and whether it may be null',
  async (_, table) => {
    const metadata = fresh.ledger.database.getMetadata(table);
    expect(declared(metadata)).toEqual(await migrated(metadata.tableName));
  },
);
