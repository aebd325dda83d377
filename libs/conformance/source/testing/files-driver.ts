import { createHash } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tracelessStore } from '#libs/sources/attachments/traceless-store.js';
import { withAttachments } from '#libs/sources/attachments/with-attachments.js';
import type { FilesSettings } from '#libs/sources/files/files-settings.js';
import { filesSource } from '#libs/sources/files/files-source.js';
import type { PullSource } from '#libs/sources/source.js';
import type { SourceDriver } from '../driver.js';

/** A file to drop, and the positions of the records that it holds. */
export interface Drop {
  readonly name: string;
  readonly content: string;
  readonly positions: readonly string[];
  /** Seconds since 1970: files of one moment are a tie. */
  readonly modified: number;
}

export interface FilesSystem {
  readonly settings: Partial<FilesSettings> & Pick<FilesSettings, 'format'>;
  readonly filled: readonly Drop[];
  readonly added: readonly Drop[];
  readonly limits: SourceDriver['limits'];
}

const MINIMUM_AGE_MS = 1_000;

/** The files source over a real folder, with a clock on which the minimum age passes at each look. */
export async function beginFiles({ settings, filled, added, limits }: FilesSystem): Promise<SourceDriver> {
  const home = await mkdtemp(join(tmpdir(), 'lintel-drop-'));
  const folder = join(home, 'drop');
  const elsewhere = join(home, 'elsewhere');
  await rename(await mkdtemp(join(home, 'new-')), folder);

  async function drop(files: readonly Drop[]): Promise<readonly string[]> {
    for (const { name, content, modified } of files) {
      await writeFile(join(folder, `${name}.part`), content);
      await utimes(join(folder, `${name}.part`), modified, modified);
      await rename(join(folder, `${name}.part`), join(folder, name));
    }
    return files.flatMap(({ positions }) => positions);
  }

  function open(): PullSource {
    let elapsed = 0;
    const clock = { elapsed: () => (elapsed += MINIMUM_AGE_MS), now: () => new Date('2026-03-04T05:06:07Z') };
    const rest = { folder, pattern: '*', repeated: [], minimumAgeMs: MINIMUM_AGE_MS };
    const source = filesSource({ kind: 'files', ...rest, ...settings }, clock);
    return settings.attachments === undefined
      ? source
      : withAttachments(source, settings.attachments, tracelessStore);
  }

  return {
    limits,
    idleReads: 2,
    fill: () => drop(filled),
    add: () => drop(added),
    open,
    nameOf: ({ position }) => position,
    fingerprint: () => contentOf(home),
    goAway: () => rename(folder, elsewhere),
    comeBack: () => rename(elsewhere, folder),
    handles: () => Promise.resolve(openSpools()),
    end: () => rm(home, { recursive: true, force: true }),
  };
}

/** Every path below a folder with all that a reader could change of it; when it was last read is not the folder's concern. */
async function contentOf(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    const stats = await lstat(join(folder, path), { bigint: true });
    const content = stats.isFile() ? await readFile(join(folder, path)) : '';
    const hash = createHash('sha256').update(content).digest('hex');
    lines.push([path, stats.ino, stats.mode, stats.mtimeNs, hash].join(' '));
  }
  return lines.join('\n');
}

/** The nameless copies that this process holds open, where the system tells (Linux); else 0. */
function openSpools(): number {
  try {
    return readdirSync('/proc/self/fd').filter((fd) => isSpool(`/proc/self/fd/${fd}`)).length;
  } catch {
    return 0;
  }
}

function isSpool(path: string): boolean {
  try {
    return /\/lintel-\w+\/spool \(deleted\)$/.test(readlinkSync(path));
  } catch {
    return false; // closed meanwhile
  }
}
