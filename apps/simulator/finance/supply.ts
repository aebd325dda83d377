import type { Pool } from 'pg';
import { pause } from '../pause.js';
import { isDatabaseLost } from '../database.js';
import type { InvoiceFile } from './document.js';
import { dropFile } from './drop.js';
import { dueFiles, markWritten, type OpenFile } from './outbox.js';

const BATCH = 40;
const IDLE_MS = 150;

/** Drops the files that are due, in order, until `stop`; the slow one is written beside the others. Can be begun again. */
export function supplier(db: Pool, folder: string): (stop: AbortSignal) => Promise<void> {
  const slow = new Map<string, Promise<void>>();
  let broken: { readonly error: unknown } | undefined;

  const writeBeside = (file: OpenFile, stop: AbortSignal): void => {
    const written = drop(db, folder, file, stop)
      .catch((error: unknown) => {
        if (!stop.aborted && !isDatabaseLost(error)) broken = { error };
      })
      .finally(() => slow.delete(file.sid));
    slow.set(file.sid, written);
  };

  return async (stop) => {
    while (!stop.aborted) {
      if (broken) throw broken.error;
      const due = (await dueFiles(db, BATCH)).filter((file) => !slow.has(file.sid));
      for (const file of due) {
        if (stop.aborted) break;
        if (file.mode === 'slow') writeBeside(file, stop);
        else await drop(db, folder, file, stop);
      }
      if (due.length === 0) await pause(IDLE_MS, stop);
    }
    await Promise.all(slow.values());
  };
}

async function drop(
  db: Pool,
  folder: string,
  file: InvoiceFile & { readonly sid: string },
  stop: AbortSignal,
): Promise<void> {
  await dropFile(folder, file, stop);
  await markWritten(db, file.sid);
}
