import type { Pool } from 'pg';
import { pause } from '../contractor/deliver.js';
import { dropFile } from './drop.js';
import { dueFiles, markWritten } from './outbox.js';

const BATCH = 40;
const IDLE_MS = 150;

/** Drops the files that are due, in order, until `stop`; the slow one is written beside the others. */
export async function supply(db: Pool, folder: string, stop: AbortSignal): Promise<void> {
  const slow = new Map<string, Promise<void>>();
  while (!stop.aborted) {
    const due = (await dueFiles(db, BATCH)).filter((file) => !slow.has(file.sid));
    for (const file of due) {
      if (stop.aborted) break;
      const written = dropFile(folder, file, stop).then(() => markWritten(db, file.sid));
      if (file.mode === 'slow') slow.set(file.sid, unlessStopped(written, stop));
      else await written;
    }
    if (due.length === 0) await pause(IDLE_MS, stop);
  }
  await Promise.all(slow.values());
}

const unlessStopped = (work: Promise<void>, stop: AbortSignal): Promise<void> =>
  work.catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
