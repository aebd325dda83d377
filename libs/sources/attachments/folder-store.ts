import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { TransientError } from '#libs/model/errors.js';
import { errno } from '../errno.js';
import { sha256 } from './sha256.js';
import { type AttachmentStore, hashOf, uriOf } from './attachment-store.js';

/** Half-written files are kept here until they are whole. */
export const UNFINISHED = 'unfinished';
/** An hour: another instance may still be writing what is younger. */
const ABANDONED_MS = 3_600_000;

export interface FolderStore extends AttachmentStore {
  /** Removes what a crash left half-written. Does nothing where there is no folder yet. */
  tidy(now: Date): Promise<void>;
}

/**
 * Files in a folder, `ab/cd/<sha256>`, readable by the owner only. Several processes may share it. A file that was damaged is mended when its
 * bytes come again.
 */
export function folderStore(folder: string): FolderStore {
  const root = resolve(folder);
  const unfinished = join(root, UNFINISHED);
  const pathOf = (hash: string): string => join(root, hash.slice(0, 2), hash.slice(2, 4), hash);

  return {
    async put(bytes) {
      const hash = sha256(bytes);
      const path = pathOf(hash);
      try {
        await makeFolder(dirname(path));
        if (!(await holds(path, bytes))) {
          await makeFolder(unfinished);
          await writeWhole(bytes, join(unfinished, randomUUID()), path);
        }
        // also where the file was there: whoever put it there may have died before it was sure to stay
        for (const folder of [dirname(path), dirname(dirname(path)), root]) await sync(folder);
      } catch (error) {
        throw refused('attachments-not-stored', error);
      }
      return { uri: uriOf(hash), sha256: hash, size: bytes.length };
    },

    async open(uri) {
      const hash = hashOf(uri);
      if (hash === undefined) return undefined;
      try {
        return (await open(pathOf(hash), 'r')).createReadStream();
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw refused('attachments-unreadable', error);
      }
    },

    async tidy(now) {
      try {
        for (const name of await readdir(unfinished)) {
          const path = join(unfinished, name);
          const { mtimeMs } = await stat(path);
          if (now.getTime() - mtimeMs > ABANDONED_MS) await rm(path, { force: true });
        }
      } catch (error) {
        if (!isMissing(error)) throw refused('attachments-not-stored', error);
      }
    },
  };
}

/** Under its name there is all of it or nothing, whenever the process dies. */
async function writeWhole(bytes: Uint8Array, unfinished: string, path: string): Promise<void> {
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Every folder that was made stays after a loss of power. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await sync(dirname(made));
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Byte for byte: a damaged file may still have its length. */
async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await stat(path)).size === bytes.length && (await readFile(path)).equals(bytes);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

const isMissing = (error: unknown): boolean => errno(error) === 'ENOENT';

/** What the file system refuses may go by; anything else is a bug. */
export function refused(code: string, error: unknown): unknown {
  const why = errno(error);
  if (why === 'unknown') return error;
  return new TransientError(code, `The folder of attachments cannot be used: ${why}.`, false, {
    cause: error,
  });
}
