import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { TransientError } from '#libs/model/errors.js';
import { errno } from '../errno.js';
import { sha256 } from './sha256.js';
import { type AttachmentStore, attachmentHash, attachmentUri } from './attachment-store.js';

/** Name of the folder, inside the store's, in which a file is written before it gets its own name. */
export const UNFINISHED = 'unfinished';
/** An hour. Another process may still be writing a file that is younger. */
const ABANDONED_MS = 3_600_000;

/** An AttachmentStore in a folder. */
export interface FolderStore extends AttachmentStore {
  /**
   * Removes half-written files older than an hour, which a crash has left. Does nothing where there is no folder yet. Throws
   * TransientError `attachments-not-stored`.
   */
  tidy(now: Date): Promise<void>;
}

/**
 * Makes a store that keeps each attachment as a file `ab/cd/<sha256>` in a folder, readable by the owner only. Several processes may share the
 * folder; it is made at the first `put`. A damaged file is mended when its bytes come again.
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
        if (!(await holdsBytes(path, bytes))) {
          await makeFolder(unfinished);
          await writeWhole(bytes, join(unfinished, randomUUID()), path);
        }
        // Also where the file was there already: whoever wrote it may have died before its folders were safe.
        for (const folder of [dirname(path), dirname(dirname(path)), root]) await syncFolder(folder);
      } catch (error) {
        throw storeError('attachments-not-stored', error);
      }
      return { uri: attachmentUri(hash), sha256: hash, size: bytes.length };
    },

    async open(uri) {
      const hash = attachmentHash(uri);
      if (hash === undefined) return undefined;
      try {
        return (await open(pathOf(hash), 'r')).createReadStream();
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw storeError('attachments-unreadable', error);
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
        if (!isMissing(error)) throw storeError('attachments-not-stored', error);
      }
    },
  };
}

/** Writes a file so that under its name there is all of it or nothing, whenever the process dies. */
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

/** Makes a folder and those above it. When it resolves, they outlive a loss of power. */
async function makeFolder(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (firstMade === undefined) return;
  for (let made = folder; made.length >= firstMade.length; made = dirname(made))
    await syncFolder(dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Compares byte for byte, since a damaged file may still have its length. */
async function holdsBytes(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await stat(path)).size === bytes.length && (await readFile(path)).equals(bytes);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

const isMissing = (error: unknown): boolean => errno(error) === 'ENOENT';

/** What an error of the store means: TransientError where the file system refused, which may pass; anything else is a bug and is given back as it is. */
export function storeError(code: string, error: unknown): unknown {
  const why = errno(error);
  if (why === 'unknown') return error;
  return new TransientError(code, `The folder of attachments cannot be used: ${why}.`, false, {
    cause: error,
  });
}
