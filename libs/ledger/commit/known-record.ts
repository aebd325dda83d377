import type { Contribution, Mapped, Outcome } from '#libs/canonical/contribution.js';
import type { HistoryEntry } from '#libs/canonical/fold/accepted.js';
import { modelShape } from '#libs/canonical/fold/model-shape.js';
import type { JsonObject } from '#libs/canonical/json.js';
import type { EntityKind, LinkType } from '#libs/canonical/kinds.js';
import type { Reference } from '#libs/canonical/reference.js';
import type { Version } from '#libs/canonical/version.js';

/** A contribution as stored. */
export interface StoredContribution {
  readonly part: string;
  readonly kind: EntityKind;
  readonly entity?: string;
  readonly arrival: number;
  readonly identity: readonly Reference[];
  readonly held: readonly Reference[];
  readonly links: readonly { readonly type: LinkType; readonly reference: Reference }[];
  readonly fields: JsonObject;
  readonly changedAt?: string;
  readonly history: readonly HistoryEntry[];
}

/** What the ledger knows of one record, as it changes in the course of a commit. */
export interface KnownRecord {
  id: number;
  readonly key: string;
  hash: string;
  mappingHash: string;
  /** Kind and sort text of its version, '' where the stream has none. */
  version: string;
  /** Versions below this one were taken back: their history stays away. */
  floor: string;
  state: 'new' | 'applied' | 'filtered';
  raw: Uint8Array | undefined;
  parts: Map<string, StoredContribution>;
  /** Anything to write? */
  dirty: boolean;
  /** Parts that were there before and are not any more. */
  readonly removed: Map<string, StoredContribution>;
  /** Parts that are new or other than before. */
  readonly changed: Set<string>;
}

export const versionText = (version: Version | undefined): string =>
  version === undefined ? '' : `${version.kind} ${version.sort}`;

interface Incoming {
  readonly raw: Uint8Array;
  readonly hash: string;
  readonly mappingHash: string;
  readonly arrival: number;
  readonly mapped: Exclude<Mapped, { outcome: 'dead-letter' }>;
}

/** I3, I4: decides how a record ends and changes what is known of it accordingly. */
export function take(known: KnownRecord, incoming: Incoming): Outcome {
  const { mapped } = incoming;
  const version = versionText(mapped.version);
  const filtered = mapped.outcome === 'filtered';
  // I4: the same key and the same stored hash, under the same mapping, changes nothing
  if (known.state !== 'new' && known.hash === incoming.hash && known.mappingHash === incoming.mappingHash)
    return known.state === 'filtered' ? 'filtered' : 'unchanged';
  if (known.state !== 'new' && version !== '' && known.version !== '' && version < known.version) {
    if (mapped.outcome === 'filtered') takeBackBefore(known, version);
    else addHistory(known, mapped.contributions, version, incoming);
    return 'superseded';
  }
  // I5: also where nothing was known yet, for an older version may still come
  if (filtered && version > known.floor) known.floor = version;
  replaceParts(known, filtered ? [] : mapped.contributions, version, incoming);
  known.hash = incoming.hash;
  known.mappingHash = incoming.mappingHash;
  known.version = version;
  known.state = filtered ? 'filtered' : 'applied';
  known.raw = filtered ? undefined : incoming.raw;
  known.dirty = true;
  return filtered ? 'filtered' : 'applied';
}

function replaceParts(
  known: KnownRecord,
  contributions: readonly Contribution[],
  version: string,
  incoming: Incoming,
): void {
  const spoken = new Set(contributions.map((it) => it.part));
  for (const [part, stored] of known.parts)
    if (!spoken.has(part)) {
      known.parts.delete(part);
      known.changed.delete(part);
      if (stored.entity !== undefined) known.removed.set(part, stored);
    }
  for (const said of contributions) {
    const present = known.parts.get(said.part);
    const before = present ?? known.removed.get(said.part);
    const { fields, items } = splitHistory(said);
    const entry = historyEntry(items, version, incoming);
    // a record re-mapped says its history anew: what it said under the same content is replaced
    // I5: what was taken back stays so, whether in this commit or in one before
    const kept = (present?.history ?? []).filter((it) => it.hash !== incoming.hash || it.version !== version);
    known.parts.set(said.part, {
      part: said.part,
      kind: said.kind,
      ...(before?.entity === undefined ? {} : { entity: before.entity }),
      arrival: before?.arrival ?? incoming.arrival,
      identity: said.identity,
      held: [],
      links: said.links,
      fields,
      ...(said.changedAt === undefined ? {} : { changedAt: said.changedAt }),
      history: entry ? [...kept, entry] : kept,
    });
    known.removed.delete(said.part);
    known.changed.add(said.part);
  }
}

/** I3: an older version that came late changes no current field; its history parts stand as if it had come in time. */
function addHistory(
  known: KnownRecord,
  contributions: readonly Contribution[],
  version: string,
  incoming: Incoming,
): void {
  if (version < known.floor) return;
  for (const said of contributions) {
    const stored = known.parts.get(said.part);
    const entry = historyEntry(splitHistory(said).items, version, incoming);
    if (!stored || !entry) continue;
    if (stored.history.some((it) => it.version === version && it.hash === incoming.hash)) continue;
    known.parts.set(said.part, { ...stored, history: [...stored.history, entry] });
    known.changed.add(said.part);
    known.dirty = true;
  }
}

/** A late word that the record was left out then: what it said before that is taken back. */
function takeBackBefore(known: KnownRecord, version: string): void {
  if (version <= known.floor) return;
  known.floor = version;
  known.dirty = true;
  for (const [part, stored] of known.parts) {
    const history = stored.history.filter((it) => it.version >= version);
    if (history.length === stored.history.length) continue;
    known.parts.set(part, { ...stored, history });
    known.changed.add(part);
  }
}

function splitHistory(said: Contribution): { fields: JsonObject; items: JsonObject } {
  const { histories } = modelShape(said.kind);
  const entries = Object.entries(said.fields);
  return {
    fields: Object.fromEntries(entries.filter(([name]) => !histories.has(name))),
    items: Object.fromEntries(entries.filter(([name]) => histories.has(name))),
  };
}

const historyEntry = (items: JsonObject, version: string, incoming: Incoming): HistoryEntry | undefined =>
  Object.keys(items).length === 0
    ? undefined
    : { version, arrival: incoming.arrival, hash: incoming.hash, items };
