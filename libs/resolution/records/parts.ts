import type { Contribution } from '#libs/model/contribution.js';
import type { HistoryEntry } from '../fold/accepted-contribution.js';
import { modelShape } from '#libs/model/schema/shape.js';
import type { JsonObject } from '#libs/model/json.js';
import { kindOf } from '#libs/model/version.js';
import { isOlder, type IncomingRecord, type KnownRecord, type StoredContribution } from './known-record.js';

type Arrival = Pick<IncomingRecord, 'hash' | 'arrival'>;

/**
 * Puts the contributions of the newest version in the place of the record's former ones. A part that the version does not have is taken
 * back; a filtered version has none. A part that now speaks of another kind of entity is another part.
 */
export function replaceParts(
  known: KnownRecord,
  contributions: readonly Contribution[],
  version: string,
  incoming: Arrival,
): void {
  const kinds = new Map(contributions.map((it) => [it.part, it.kind]));
  for (const [part, stored] of known.parts)
    if (kinds.get(part) !== stored.kind) {
      known.parts.delete(part);
      known.changed.delete(part);
      if (stored.entity !== undefined) known.removed.set(part, stored);
    }
  for (const contribution of contributions) {
    const { part, kind } = contribution;
    known.parts.set(part, newestPart(known, contribution, version, incoming));
    if (known.removed.get(part)?.kind === kind) known.removed.delete(part);
    known.changed.add(part);
  }
}

function newestPart(
  known: KnownRecord,
  contribution: Contribution,
  version: string,
  incoming: Arrival,
): StoredContribution {
  const { part, kind, identity, links, changedAt } = contribution;
  const present = known.parts.get(part);
  const removed = known.removed.get(part);
  const before = present ?? (removed?.kind === kind ? removed : undefined);
  const { fields, historyFields } = splitHistory(contribution);
  const entry = historyEntry(historyFields, version, incoming);
  // a record that is mapped again says its history again: the entry of the same version and content is replaced
  const kept = (present?.history ?? []).filter((it) => it.hash !== incoming.hash || it.version !== version);
  return {
    part,
    kind,
    ...(before?.entity === undefined ? {} : { entity: before.entity }),
    arrival: before?.arrival ?? incoming.arrival,
    identity,
    held: [],
    links,
    fields,
    ...(changedAt === undefined ? {} : { changedAt }),
    history: entry ? [...kept, entry] : kept,
    // I5: a part that was not there before is missing from every version until now, so that an older one that comes late adds nothing to it
    floor: present?.floor ?? known.version,
  };
}

/**
 * Takes in an older version that came late. It changes no current field. Its history fields stand as if it had come in time, and a part
 * that it does not have loses the history of still older versions, which it took back (I3).
 */
export function addLate(
  known: KnownRecord,
  contributions: readonly Contribution[],
  version: string,
  incoming: Arrival,
): void {
  const byPart = new Map(contributions.map((it) => [it.part, it]));
  for (const [part, stored] of known.parts) {
    if (isOlder(version, stored.floor)) continue;
    const late = byPart.get(part);
    const updated =
      late?.kind === stored.kind
        ? withEntry(stored, historyEntry(splitHistory(late).historyFields, version, incoming))
        : withFloor(stored, version);
    if (updated === stored) continue;
    known.parts.set(part, updated);
    known.changed.add(part);
  }
}

function withEntry(stored: StoredContribution, entry: HistoryEntry | undefined): StoredContribution {
  if (!entry) return stored;
  if (stored.history.some((it) => it.version === entry.version && it.hash === entry.hash)) return stored;
  return { ...stored, history: [...stored.history, entry] };
}

/** The part after a version without it: what older versions said in it is gone. */
const withFloor = (stored: StoredContribution, version: string): StoredContribution =>
  version === stored.floor
    ? stored
    : { ...stored, floor: version, history: stored.history.filter((it) => isSince(it.version, version)) };

const isSince = (entryVersion: string, version: string): boolean =>
  entryVersion >= version && kindOf(entryVersion) === kindOf(version);

/** The fields that are folded as they stand, and those that are folded over all versions. */
function splitHistory({ kind, fields }: Contribution): { fields: JsonObject; historyFields: JsonObject } {
  const { histories } = modelShape(kind);
  const entries = Object.entries(fields);
  return {
    fields: Object.fromEntries(entries.filter(([name]) => !histories.has(name))),
    historyFields: Object.fromEntries(entries.filter(([name]) => histories.has(name))),
  };
}

const historyEntry = (
  items: JsonObject,
  version: string,
  { arrival, hash }: Arrival,
): HistoryEntry | undefined =>
  Object.keys(items).length === 0 ? undefined : { version, arrival, hash, items };
