import type { ClientBase } from 'pg';
import type { InvoiceFile } from './document.js';

export type OpenFile = InvoiceFile & { readonly sid: string };

export async function planFiles(db: Pick<ClientBase, 'query'>, files: readonly InvoiceFile[]): Promise<void> {
  for (let at = 0; at < files.length; at += 500)
    await db.query(
      `insert into sim.invoice_file (name, mode, due, content)
       select * from jsonb_to_recordset($1) as x (name text, mode text, due timestamptz, content jsonb)`,
      [JSON.stringify(files.slice(at, at + 500))],
    );
}

/** The next files to drop, in the order they were planned. */
export async function dueFiles(db: Pick<ClientBase, 'query'>, limit: number): Promise<readonly OpenFile[]> {
  const { rows } = await db.query<OpenFile>(
    `select sid, name, mode, due, content from sim.invoice_file
     where written is null and due <= clock_timestamp() order by sid limit $1`,
    [limit],
  );
  return rows;
}

export async function markWritten(db: Pick<ClientBase, 'query'>, sid: string): Promise<void> {
  await db.query('update sim.invoice_file set written = clock_timestamp() where sid = $1', [sid]);
}

export async function openFiles(db: Pick<ClientBase, 'query'>): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    'select count(*)::int as open from sim.invoice_file where written is null',
  );
  return rows[0]?.open ?? 0;
}
