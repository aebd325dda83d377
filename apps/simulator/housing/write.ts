import type { ClientBase } from 'pg';
import { TABLES, type Row, type TableName } from './tables.js';

/** Inserts one row by a plain statement, as the housing system's own screens do. */
export async function insertRow<T extends TableName>(db: ClientBase, table: T, row: Row<T>): Promise<void> {
  const columns = Object.keys(TABLES[table].columns);
  const places = columns.map((_, index) => `$${index + 1}`);
  const values = columns.map((column) => (row as Record<string, unknown>)[column] ?? null);
  await db.query(`insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`, values);
}

/** Changes some columns of one row. */
export async function updateRow<T extends TableName>(
  db: ClientBase,
  table: T,
  key: string | number,
  change: Partial<Row<T>>,
): Promise<void> {
  const columns = Object.keys(change);
  const settings = columns.map((column, index) => `${column} = $${index + 2}`);
  const values = columns.map((column) => (change as Record<string, unknown>)[column] ?? null);
  await db.query(`update ${table} set ${settings.join(', ')} where ${TABLES[table].key} = $1`, [
    key,
    ...values,
  ]);
}

/** Runs the work in one transaction; it is undone if the work fails. */
export async function inTransaction<T>(db: ClientBase, work: () => Promise<T>): Promise<T> {
  await db.query('begin');
  try {
    const result = await work();
    await db.query('commit');
    return result;
  } catch (error) {
    await undo(db);
    throw error;
  }
}

/** Where the connection is gone the server undoes it by itself. */
export async function undo(db: ClientBase): Promise<void> {
  await db.query('rollback').catch(() => undefined);
}
