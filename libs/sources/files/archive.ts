import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { TransientError } from '#libs/model/errors.js';
import { errno } from '../errno.js';
import { nameBytes, pathIn } from './file-name.js';
import { stampOf } from './list-folder.js';
import { type DoneFile, sameArrival } from './files-offset.js';

/** Bytes that a name may have: nearly everywhere, in an encrypted folder, and where nothing longer is taken. */
const LONGEST_NAMES = [255, 140, 64] as const;
/** `.csv`, `.jsonl`: what is kept of a name that is cut. */
const LONGEST_ENDING = 12;

/**
 * What became of a done file: it is not in the folder any more (moved now, or gone before); another one has its name; or it could not be
 * moved, by the code of that error.
 */
export type Archived = 'gone' | 'replaced' | { readonly kept: string };

/**
 * Moves a file whose records are in the ledger (I1) to `.archive/<yyyy-mm>/<hash8>-<name>`, or to `.error/<hash8>-<name>` where it could
 * not be read; a name that is too long is cut before its ending. Leaves a file of other content alone. May be called again.
 */
export async function archive(folder: string, file: DoneFile, now: Date): Promise<Archived> {
  try {
    const there = await stampOf(folder, file);
    if (there === undefined) return 'gone';
    if (!sameArrival(there, file) || (await hashOf(pathIn(folder, file))) !== file.hash) return 'replaced';
    const month = now.toISOString().slice(0, 7);
    await move(folder, file, join(folder, ...(file.unreadable ? ['.error'] : ['.archive', month])));
    return 'gone';
  } catch (error) {
    const code = errno(error instanceof TransientError ? error.cause : error);
    if (code === 'unknown') throw error;
    return code === 'ENOENT' ? 'gone' : { kept: code };
  }
}

async function move(folder: string, file: DoneFile, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const [at, longest] of LONGEST_NAMES.entries()) {
    const wanted = Buffer.concat([Buffer.from(`${target}${sep}`), archiveName(file, longest)]);
    try {
      return await rename(pathIn(folder, file), await freeName(wanted));
    } catch (error) {
      if (errno(error) !== 'ENAMETOOLONG' || at === LONGEST_NAMES.length - 1) throw error;
    }
  }
}

/** `<hash8>-<name>`, of at most `longest` bytes. */
function archiveName(file: DoneFile, longest: number): Buffer {
  const prefix = Buffer.from(`${file.hash.slice(0, 8)}-`);
  const name = nameBytes(file);
  const room = longest - prefix.length;
  if (name.length <= room) return Buffer.concat([prefix, name]);
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= LONGEST_ENDING ? name.subarray(dot) : Buffer.alloc(0);
  let cut = room - ending.length;
  while (cut > 0 && ((name[cut] ?? 0) & 0xc0) === 0x80) cut -= 1; // not within a character
  return Buffer.concat([prefix, name.subarray(0, cut), ending]);
}

async function hashOf(path: string | Buffer): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const sha = createHash('sha256');
  // the stream closes the file
  for await (const chunk of file.createReadStream() as AsyncIterable<Buffer>) sha.update(chunk);
  return sha.digest('hex');
}

/** A name that no file has yet: where the same content has come under the same name before, neither file is overwritten. */
async function freeName(wanted: Buffer): Promise<Buffer> {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : Buffer.concat([wanted, Buffer.from(`.${count}`)]);
    try {
      await lstat(name);
    } catch (error) {
      if (errno(error) === 'ENOENT') return name;
      throw error;
    }
  }
}
