import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { Offset } from '../source.js';

/** A file as the folder shows it. A name whose size or time differs is another arrival. */
export interface FileStamp {
  readonly name: string;
  readonly size: number;
  /** Modification time in nanoseconds since 1970, as text. */
  readonly modified: string;
}
export interface ReadFile extends FileStamp {
  /** SHA-256 in hex. */
  readonly hash: string;
}
/** A file of which all records are in the ledger once this offset is committed. */
export interface DoneFile extends ReadFile {
  /** It could not be read: to the error folder. */
  readonly unreadable: boolean;
}
/** A file that is handed over in windows; `next` counts its records from 0. */
export interface CurrentFile extends ReadFile {
  readonly next: number;
}
export interface FilesOffset {
  /** Not yet seen to be gone from the folder. */
  readonly done: readonly DoneFile[];
  readonly current?: CurrentFile;
  /** What lay in the folder at the beginning has been read. */
  readonly live: boolean;
}

export const sameFile = (a: FileStamp, b: FileStamp): boolean =>
  a.name === b.name && a.size === b.size && a.modified === b.modified;

export function filesOffset(offset: Offset | undefined): FilesOffset {
  const done = Array.isArray(offset?.['done']) ? (offset['done'] as readonly JsonValue[]) : [];
  const current = offset?.['current'];
  return {
    done: done
      .filter(isObject)
      .map((entry) => ({ ...readFile(entry), unreadable: entry['unreadable'] === true })),
    ...(isObject(current) ? { current: { ...readFile(current), next: Number(current['next'] ?? 0) } } : {}),
    live: offset?.['live'] === true,
  };
}

export function storedOffset({ done, current, live }: FilesOffset): Offset {
  return {
    done: done.map((file) => ({ ...stored(file), ...(file.unreadable ? { unreadable: true } : {}) })),
    ...(current === undefined ? {} : { current: { ...stored(current), next: current.next } }),
    ...(live ? { live } : {}),
  };
}

const stored = ({ name, hash, size, modified }: ReadFile): JsonObject => ({ name, hash, size, modified });

const readFile = (entry: JsonObject): ReadFile => ({
  name: text(entry['name']),
  hash: text(entry['hash']),
  size: Number(entry['size']),
  modified: text(entry['modified']),
});

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
