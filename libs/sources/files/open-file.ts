import type { Readable } from 'node:stream';
import type { FilesSettings } from './files-settings.js';
import type { RawRecord } from '../source.js';
import { Unreadable } from '../text/unreadable.js';
import { csvRecords } from './csv-records.js';
import { MAX_JSON_RECORD_BYTES, MAX_JSON_WITH_ATTACHMENTS_BYTES } from '../json/json-record.js';
import { jsonRecords } from './json-records.js';
import type { FileStamp } from './files-offset.js';
import type { Spool } from './spool.js';
import { xmlRecords } from './xml-records.js';

/** The records of a file below both limits are kept after the check, so that it is not parsed twice. */
const KEEP_RECORDS = 500;
const KEEP_BYTES = 4 * 1024 * 1024;

/** A file that was copied and checked to its end, and is handed over window by window. One call runs at a time. */
export interface OpenFile {
  readonly stamp: FileStamp;
  /** SHA-256 of its content, hex. */
  readonly hash: string;
  /** How many records it has. */
  readonly total: number;
  /** True: it did not parse, and is handed over as one record with a fault. */
  readonly unreadable: boolean;
  /** Index of the record that comes next, from 0. */
  readonly next: number;
  /** The next records and moves `next`: at most `limit`, and none after `maxBytes` are reached. */
  take(limit: number, maxBytes: number): Promise<readonly RawRecord[]>;
  /** Removes the copy. */
  close(): Promise<void>;
}

/**
 * Opens a copied file and parses it once to its end, so that no record is applied of a file that does not parse. It goes on at `from` where
 * the content is still the same, else at the first record. The open file owns the spool and closes it; so does this function where it throws.
 */
export async function openFile(
  settings: FilesSettings,
  stamp: FileStamp,
  spool: Spool,
  from: ReadPosition,
): Promise<OpenFile> {
  const parse = (): AsyncGenerator<RawRecord> => recordsOf(settings, spool.stream(), stamp.name);
  try {
    const checked = await check(parse, stamp, spool, settings);
    const start = from.hash === spool.hash && from.next <= checked.total ? from.next : 0;
    const iterator = checked.kept?.values() ?? parse();
    for (let skipped = 0; skipped < start; skipped += 1) await iterator.next();
    return inWindows(stamp, spool, checked, iterator, start);
  } catch (error) {
    await spool.close();
    throw error;
  }
}

/** How far a file has been read. */
export interface ReadPosition {
  /** Of the content that was read; undefined: none was. */
  readonly hash: string | undefined;
  readonly next: number;
}

interface Checked {
  readonly total: number;
  readonly unreadable: boolean;
  readonly kept?: readonly RawRecord[];
}

type RecordIterator = Iterator<RawRecord> | AsyncIterator<RawRecord>;

function inWindows(
  stamp: FileStamp,
  spool: Spool,
  checked: Checked,
  iterator: RecordIterator,
  start: number,
): OpenFile {
  let next = start;
  return {
    stamp,
    hash: spool.hash,
    total: checked.total,
    unreadable: checked.unreadable,
    get next() {
      return next;
    },
    async take(limit, maxBytes) {
      const taken: RawRecord[] = [];
      for (let bytes = 0; taken.length < limit && bytes < maxBytes && next < checked.total; next += 1) {
        const { value, done } = await iterator.next();
        if (done === true) throw new Error('a spooled file changed'); // a bug: nobody else can reach the copy
        taken.push(value);
        bytes += value.raw.length;
      }
      return taken;
    },
    async close() {
      await iterator.return?.();
      await spool.close();
    },
  };
}

async function check(
  parse: () => AsyncGenerator<RawRecord>,
  stamp: FileStamp,
  spool: Spool,
  settings: FilesSettings,
): Promise<Checked> {
  try {
    if (settings.format !== 'xml' && !spool.isUtf8) throw new Unreadable('not-utf8', 'is not UTF-8');
    let total = 0;
    let bytes = 0;
    let kept: RawRecord[] | undefined = [];
    for await (const record of parse()) {
      total += 1;
      bytes += record.raw.length;
      if (total > KEEP_RECORDS || bytes > KEEP_BYTES) kept = undefined;
      kept?.push(record);
    }
    return { total, unreadable: false, ...(kept === undefined ? {} : { kept }) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { total: 1, unreadable: true, kept: [fileFault(stamp, spool.hash, error)] };
  }
}

/** I11: one dead letter for the whole file. It keeps name, hash and size; the bytes lie in the error folder. */
function fileFault(stamp: FileStamp, sha256: string, error: Unreadable): RawRecord {
  const code = error.code === 'unreadable' ? 'unreadable-file' : error.code;
  const raw = Buffer.from(JSON.stringify({ '#file': { name: stamp.name, sha256, bytes: stamp.size } }));
  const fault = {
    code,
    message: `the file ${error.message}`,
    ...(error.path === undefined ? {} : { path: error.path }),
  };
  return { raw, position: stamp.name, fault };
}

function recordsOf(settings: FilesSettings, stream: Readable, name: string): AsyncGenerator<RawRecord> {
  switch (settings.format) {
    case 'csv':
      return csvRecords(stream, name, settings);
    case 'json':
      return jsonRecords(
        stream,
        name,
        settings.attachments === undefined ? MAX_JSON_RECORD_BYTES : MAX_JSON_WITH_ATTACHMENTS_BYTES,
      );
    case 'xml':
      return xmlRecords(stream, name, settings);
    default:
      return settings.format satisfies never;
  }
}
