import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { errno } from '../errno.js';
import { stampOf, folderUnreachable } from './list-folder.js';
import { type DoneFile, sameArrival } from './files-offset.js';

/**
 * Moves a file whose records are in the ledger (I1) to `.archive/<yyyy-mm>/<hash8>-<name>`, or to `.error/<hash8>-<name>` where it could
 * not be read. Does nothing where the file is gone or another one has come under its name, so it may be called again. The content decides
 * what is another one. Throws TransientError `folder-unreachable`.
 */
export async function archive(folder: string, file: DoneFile, now: Date): Promise<void> {
  const there = await stampOf(folder, file.name);
  if (there === undefined || !sameArrival(there, file)) return;
  const month = now.toISOString().slice(0, 7);
  const target = join(folder, ...(file.unreadable ? ['.error'] : ['.archive', month]));
  try {
    if ((await hashOf(join(folder, file.name))) !== file.hash) return;
    await mkdir(target, { recursive: true });
    await rename(
      join(folder, file.name),
      await freeName(join(target, `${file.hash.slice(0, 8)}-${file.name}`)),
    );
  } catch (error) {
    if (errno(error) !== 'ENOENT') throw folderUnreachable(error);
  }
}

async function hashOf(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const sha = createHash('sha256');
  // the stream closes the file
  for await (const chunk of file.createReadStream() as AsyncIterable<Buffer>) sha.update(chunk);
  return sha.digest('hex');
}

/** A name that no file has yet: where the same content has come under the same name before, neither file is overwritten. */
async function freeName(wanted: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}.${count}`;
    try {
      await lstat(name);
    } catch (error) {
      if (errno(error) === 'ENOENT') return name;
      throw error;
    }
  }
}
