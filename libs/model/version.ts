import { RecordError } from './errors.js';

/** How the versions of a stream compare. They are never compared as the text that they came as (I4). */
export const VERSION_KINDS = ['xid8', 'incrementing', 'rowversion', 'timestamp'] as const;
/** One of VERSION_KINDS. */
export type VersionKind = (typeof VERSION_KINDS)[number];

/** The version of a record. Two versions compare only where they are of one kind. */
export interface Version {
  readonly kind: VersionKind;
  /** As the system wrote it. */
  readonly text: string;
  /** Code-unit order of this text is the order of versions of this kind. */
  readonly sort: string;
}

/**
 * A version made of the text that the system gave. `xid8` and `incrementing` take decimal digits, `rowversion` takes hex with or without
 * `0x`, `timestamp` takes an ISO instant with its offset. Throws RecordError `bad-version` for anything else.
 */
export function makeVersion(kind: VersionKind, text: string): Version {
  return { kind, text, sort: sortText(kind, text) };
}

/** The kind of a version as the ledger stores it, kind and sort text: `incrementing 0007`. '' where the record has no version. */
export const kindOf = (stored: string): string => stored.slice(0, Math.max(0, stored.indexOf(' ')));

function sortText(kind: VersionKind, text: string): string {
  switch (kind) {
    case 'xid8':
    case 'incrementing':
      if (!/^\d{1,38}$/.test(text)) throw bad(kind);
      return text.padStart(38, '0');
    case 'rowversion': {
      const hex = text.replace(/^0x/i, '').toLowerCase();
      if (!/^[0-9a-f]{1,32}$/.test(hex)) throw bad(kind);
      return hex.padStart(32, '0');
    }
    case 'timestamp':
      return instantSort(text);
    default:
      return kind satisfies never;
  }
}

/** In UTC and always with nine digits, as `2026-01-05T09:53:27.123456789Z`: text order is time order in the years 0–9999. */
function instantSort(text: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const [, whole, fraction, zone] = match ?? [];
  const time = Date.parse(`${whole}${zone}`);
  if (whole === undefined || Number.isNaN(time)) throw bad('timestamp');
  return `${new Date(time).toISOString().slice(0, 19)}.${(fraction ?? '').padEnd(9, '0')}Z`;
}

const bad = (kind: VersionKind) =>
  new RecordError('bad-version', `The version is not of kind ${kind}.`, 'version');
