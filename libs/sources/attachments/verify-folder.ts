import { createHash } from 'node:crypto';
import { createReadStream, existsSync, type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { storeError, UNFINISHED } from './folder-store.js';

/** One file of a folder store. */
export interface VerifiedFile {
  /** Inside the store's folder. */
  readonly path: string;
  /** `damaged`: its hash is not its name. `stray`: it does not lie where an attachment would. */
  readonly state: 'whole' | 'damaged' | 'stray';
}

/**
 * Reads every file of a folder store and compares its hash with its name. It leaves out half-written files, and gives nothing where there is
 * no folder. The store may be in use. Throws TransientError `attachments-unreadable`.
 */
export async function* verifyFolder(folder: string): AsyncGenerator<VerifiedFile> {
  try {
    if (existsSync(folder)) yield* verified(folder);
  } catch (error) {
    throw storeError('attachments-unreadable', error);
  }
}

async function* verified(folder: string): AsyncGenerator<VerifiedFile> {
  for await (const file of filesIn(folder, folder)) {
    const path = relative(folder, file);
    const [, outer, inner, hash] = /^([0-9a-f]{2})\/([0-9a-f]{2})\/([0-9a-f]{64})$/.exec(path) ?? [];
    if (hash === undefined || !hash.startsWith(`${outer}${inner}`)) yield { path, state: 'stray' };
    else yield { path, state: (await fileHash(file)) === hash ? 'whole' : 'damaged' };
  }
}

async function* filesIn(folder: string, root: string): AsyncGenerator<string> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (path !== join(root, UNFINISHED)) yield* filesIn(path, root);
  }
}

async function fileHash(path: string): Promise<string> {
  const sha = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) sha.update(chunk);
  return sha.digest('hex');
}
