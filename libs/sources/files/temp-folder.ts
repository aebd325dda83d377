import { type FileHandle, mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TransientError } from '#libs/model/errors.js';
import { errno, tooManyOpenFiles } from '../errno.js';

/** The disk, or what one user may have of it. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const PROBE_BYTES = 4096;

/**
 * Makes a file for reading and writing that has no name in any folder, so that nothing of it is left, even after a `kill -9`. It lies in the
 * folder of the system for such files (TMPDIR). Throws TransientError as `tempFolderError`.
 */
export async function namelessFile(): Promise<FileHandle> {
  try {
    const folder = await mkdtemp(join(tmpdir(), 'lintel-'));
    try {
      return await open(join(folder, 'spool'), 'wx+', 0o600);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    throw tempFolderError(error);
  }
}

/** Tries whether files can be copied now, before one comes. Throws TransientError as `tempFolderError`. */
export async function tryTempFolder(): Promise<void> {
  const file = await namelessFile();
  try {
    await file.write(Buffer.alloc(PROBE_BYTES), 0, PROBE_BYTES, 0);
  } catch (error) {
    throw tempFolderError(error);
  } finally {
    await file.close();
  }
}

/** Tells whether a copy of so many bytes has room now. Where the system does not tell, writing will. */
export async function hasRoom(bytes: number): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(tmpdir());
    return bytes <= bavail * bsize;
  } catch {
    return true;
  }
}

/**
 * What an error of the file system says of the copies of files: TransientError `temp-folder-full`, `temp-folder-unusable` or
 * `too-many-open-files`. It names the folder and what decides where that is, and never the drop folder. Anything that is no error of the file
 * system is given back as it is.
 */
export function tempFolderError(error: unknown): unknown {
  const code = errno(error);
  if (code === 'unknown') return error;
  if (FULL.has(code)) return tempFolderFull(code);
  const what = `files cannot be copied to the temporary folder ${tmpdir()} (TMPDIR): ${code}`;
  return tooManyOpenFiles(error) ?? new TransientError('temp-folder-unusable', what, false, { cause: error });
}

/** TransientError `temp-folder-full`; `why` is a code, or what there is no room for. */
export const tempFolderFull = (why: string): TransientError =>
  new TransientError(
    'temp-folder-full',
    `the disk of the temporary folder ${tmpdir()} (TMPDIR) has no room for the copy of a file: ${why}`,
  );

/** Tells whether an error says that a copy has no room. */
export const isFull = (error: unknown): boolean =>
  error instanceof TransientError && error.code === 'temp-folder-full';
