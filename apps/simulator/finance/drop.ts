import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { InvoiceFile } from './document.js';
import { ublOf } from './ubl.js';

/** How long the half-written file takes. */
const SLOW_MS = 8_000;
const PIECES = 20;

/**
 * Puts one file into the drop folder. `whole`: written as `name.part`, then renamed. `slow`: written in place, piece by
 * piece, so that a reader sees it half-written. `malformed`: whole, but broken off in the middle.
 * Where writing is stopped in the middle the file is taken away, so that the next start writes it anew.
 */
export async function dropFile(folder: string, file: InvoiceFile, stop: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, file.name);
  const text = ublOf(file.content);
  if (file.mode === 'slow') return writeSlowly(path, text, stop);
  const bytes = file.mode === 'malformed' ? text.slice(0, Math.floor(text.length * 0.6)) : text;
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}

async function writeSlowly(path: string, text: string, stop: AbortSignal): Promise<void> {
  const size = Math.ceil(text.length / PIECES);
  try {
    await writeFile(path, '');
    for (let at = 0; at < text.length; at += size) {
      await appendFile(path, text.slice(at, at + size));
      await wait(SLOW_MS / PIECES, undefined, { signal: stop });
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
