import { isObject, type JsonObject } from '#libs/model/json.js';
import type { Offset } from '../source.js';
import type { Tuple, Value } from './dialect.js';

/**
 * Where a reader of a table stands. `read` counts the rows handed over; `until` is the fence of the first read: what lies below it
 * is backfill, what lies above is live; `unstamped` is the key of the last row without a watermark.
 */
export interface SqlOffset {
  readonly phase: 'backfill' | 'unstamped' | 'live';
  readonly until: string;
  readonly cluster?: string;
  readonly read: number;
  readonly last?: Tuple;
  readonly unstamped?: readonly Value[];
}

/** Undefined, as an offset without a fence is: from the beginning. */
export function sqlOffset(offset: Offset | undefined): SqlOffset | undefined {
  if (typeof offset?.['until'] !== 'string') return undefined;
  const phase = offset['phase'];
  const last = values(offset['last']);
  const unstamped = values(offset['unstamped']);
  const cluster = offset['cluster'];
  return {
    phase: phase === 'live' || phase === 'unstamped' ? phase : 'backfill',
    until: offset['until'],
    read: Number(offset['read'] ?? 0),
    ...(typeof cluster === 'string' ? { cluster } : {}),
    ...(last === undefined ? {} : { last }),
    ...(unstamped === undefined ? {} : { unstamped }),
  };
}

export const storedSqlOffset = (offset: SqlOffset): Offset => ({ ...offset }) satisfies JsonObject;

const values = (stored: unknown): readonly Value[] | undefined =>
  Array.isArray(stored)
    ? stored.map((part: unknown) => (isObject(part) ? { bytes: String(part['bytes']) } : String(part)))
    : undefined;
