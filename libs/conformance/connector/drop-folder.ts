import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { tracelessStore } from '#libs/sources/attachments/traceless-store.js';
import { withAttachments } from '#libs/sources/attachments/with-attachments.js';
import { type FilesClock, filesSource } from '#libs/sources/files/files-source.js';
import type { FilesSettings } from '#libs/sources/files/files-settings.js';
import type { Offset, PullSource, RawRecord } from '#libs/sources/source.js';
import type { Fixture } from './fixture.js';
import type { Fault } from './result.js';

/** Records per read: fewer than a large fixture has, so that reading on is tried as well. */
const BATCH = 500;

/** The fixture alone in a drop folder of its own, read by the real source until nothing is left. Leaves no trace (I9). */
export async function readDropped(settings: FilesSettings, file: string): Promise<Fixture | Fault> {
  const ending = `.${settings.format}`;
  if (extname(file) !== ending) {
    return {
      code: 'wrong-ending',
      message: `the stream reads ${settings.format} files`,
      way: `let the fixture end in ${ending}`,
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'lintel-fixture-'));
  const source = sourceOf({ ...settings, folder, pattern: '*' });
  try {
    await copyFile(file, join(folder, basename(file)));
    return { records: await readAll(source), parse: (raw) => source.parse(raw) };
  } finally {
    await source.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function sourceOf(settings: FilesSettings): PullSource {
  const source = filesSource(settings, hastyClock(settings.minimumAgeMs));
  return settings.attachments === undefined
    ? source
    : withAttachments(source, settings.attachments, tracelessStore);
}

/** A source reads a file that has been still for the minimum age. On this clock that age has passed at the second look. */
function hastyClock(minimumAgeMs: number): FilesClock {
  let elapsed = 0;
  return { elapsed: () => (elapsed += minimumAgeMs), now: () => new Date() };
}

async function readAll(source: PullSource): Promise<readonly RawRecord[]> {
  const records: RawRecord[] = [];
  const { signal } = new AbortController();
  let offset: Offset | undefined;
  for (;;) {
    const batch = await source.read(offset, BATCH, signal);
    records.push(...batch.records);
    offset = batch.next;
    if (!batch.more && batch.behind === 0) return records;
  }
}
