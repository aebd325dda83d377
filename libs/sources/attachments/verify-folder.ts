import { createHash } from 'node:crypto';
import { createReadStream, existsSync, type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { refused, UNFINISHED } from './folder-store.js';

/** One file of the store. `stray`: it does not lie where an attachment would. */
export interface VerifiedFile {
  /** Inside the store's folder. */
  readonly path: string;
  readonly state: 'whole' | 'damaged' | 'stray';
}

/**
 * Reads every stored file: is its hash its name? What is half-written is not looked at; where there is no folder, there are no files.
 * Throws TransientError `attachments-unreadable`.
 */
export async function* verifyFolder(folder: string): AsyncGenerator<VerifiedFile> {
  try {
    if (existsSync(folder)) yield* verified(folder);
  } catch (error) {
    throw refused('attachments-unreadable', error);
  }
}

async function* verified(folder: string): AsyncGenerator<VerifiedFile> {
  for await (const file of filesIn(folder, folder)) {
    const path = relative(folder, file);
    const [, one, two, hash] = /^([0-9a-f]{2})\/([0-9a-f]{2})\/([0-9a-f]{64})$/.exec(path) ?? [];
    if (hash === undefined || !hash.startsWith(`${one}${two}`)) yield { path, state: 'stray' };
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
