import { RecordError } from './errors.js';

/** How versions of one stream compare. Never as the text they came as (I4). */
export const VERSION_KINDS = ['xid8', 'incrementing', 'rowversion', 'timestamp'] as const;
export type VersionKind = (typeof VERSION_KINDS)[number];

/** A record's version: the source's own text, and a text whose code-unit order is the order of the kind. */
export interface Version {
  readonly kind: VersionKind;
  readonly text: string;
  readonly sort: string;
}

/**
 * `xid8` and `incrementing`: decimal digits. `rowversion`: hex, with or without `0x`. `timestamp`: an ISO instant with offset.
 * Throws RecordError `bad-version` for anything else.
 */
export function makeVersion(kind: VersionKind, text: string): Version {
  return { kind, text, sort: sortText(kind, text) };
}

/** The kind that a version is kept with (`incrementing 0007`); '' where there is none. */
export const kindOf = (kept: string): string => kept.slice(0, Math.max(0, kept.indexOf(' ')));

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

/** `2026-01-05T09:53:27.123456789Z`: always nine digits, so that text order is time order within the years 0–9999. */
function instantSort(text: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const [, whole, fraction, zone] = match ?? [];
  const time = Date.parse(`${whole}${zone}`);
  if (whole === undefined || Number.isNaN(time)) throw bad('timestamp');
  return `${new Date(time).toISOString().slice(0, 19)}.${(fraction ?? '').padEnd(9, '0')}Z`;
}

const bad = (kind: VersionKind) =>
  new RecordError('bad-version', `The version is not of kind ${kind}.`, 'version');
