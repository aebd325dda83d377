import { createHash, randomUUID } from 'node:crypto';
import type { Batch, LedgerStream, ReadItem } from '#libs/model/batch.js';
import type { Contribution, Mapped } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind, LinkType } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';
import { makeVersion } from '#libs/model/version.js';

export const reference = (text: string): Reference => {
  const [scheme = '', id = ''] = text.split(':');
  return { scheme, id };
};

/** What one record says: `says('work-order', 'uh/workOrder:1', { … })`. */
export const says = (
  kind: EntityKind,
  identity: string,
  fields: JsonObject,
  links: readonly (readonly [LinkType, string])[] = [],
): Contribution => ({
  part: '',
  kind,
  identity: identity.split(' ').map(reference),
  links: links.map(([type, to]) => ({ type, reference: reference(to) })),
  fields,
});

/** A record that was read; its bytes follow from what it says. */
export function item(
  key: string,
  version: number | undefined,
  ...contributions: readonly Contribution[]
): ReadItem {
  const mapped = {
    outcome: 'contributions',
    key,
    ...versioned(version),
    contributions,
    unmapped: [],
  } as const;
  return read(key, mapped, JSON.stringify([version, contributions]));
}

export const filteredItem = (key: string, version: number | undefined, rule: string): ReadItem =>
  read(key, { outcome: 'filtered', key, ...versioned(version), rule }, JSON.stringify([version, rule]));

export const refusedItem = (key: string, code: string): ReadItem =>
  read(key, { outcome: 'dead-letter', key, code, message: 'It does not fit.' }, `refused ${key}`);

const versioned = (version: number | undefined): object =>
  version === undefined ? {} : { version: makeVersion('incrementing', String(version)) };

const read = (key: string, mapped: Mapped, text: string): ReadItem => ({
  raw: Buffer.from(text),
  hash: createHash('sha256').update(text).digest('hex'),
  position: `row ${key}`,
  mapped,
});

export const batch = (
  stream: LedgerStream,
  items: readonly ReadItem[],
  more: Partial<Omit<Batch, 'stream' | 'items'>> = {},
): Batch => ({
  id: randomUUID(),
  stream,
  items,
  mappingHash: 'aa'.repeat(32),
  origin: 'live',
  at: new Date().toISOString(),
  traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
  ...more,
});

/** As a stream that is asked commits it. */
export const from = (revision: number, first: number, next: number): NonNullable<Batch['checkpoint']> => ({
  revision,
  first,
  next: { at: next },
  backfilled: true,
});
