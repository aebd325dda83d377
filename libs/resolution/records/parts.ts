import type { Contribution } from '#libs/model/contribution.js';
import type { HistoryEntry } from '../fold/accepted-contribution.js';
import { modelShape } from '#libs/model/schema/shape.js';
import type { JsonObject } from '#libs/model/json.js';
import { kindOf } from '#libs/model/version.js';
import { isOlder, type IncomingRecord, type KnownRecord, type StoredContribution } from './known-record.js';

type Said = Pick<IncomingRecord, 'hash' | 'arrival'>;

/**
 * The newest version of a record: what it does not say any more is taken back, a filtered one says nothing. A part that speaks of
 * another kind than before is another part.
 */
export function replaceParts(
  known: KnownRecord,
  contributions: readonly Contribution[],
  version: string,
  said: Said,
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
    known.parts.set(part, replaced(known, contribution, version, said));
    if (known.removed.get(part)?.kind === kind) known.removed.delete(part);
    known.changed.add(part);
  }
}

function replaced(
  known: KnownRecord,
  contribution: Contribution,
  version: string,
  said: Said,
): StoredContribution {
  const { part, kind, identity, links, changedAt } = contribution;
  const present = known.parts.get(part);
  const removed = known.removed.get(part);
  const before = present ?? (removed?.kind === kind ? removed : undefined);
  const { fields, items } = splitHistory(contribution);
  const entry = historyEntry(items, version, said);
  // a record re-mapped says its history anew: what it said under the same content is replaced
  const kept = (present?.history ?? []).filter((it) => it.hash !== said.hash || it.version !== version);
  return {
    part,
    kind,
    ...(before?.entity === undefined ? {} : { entity: before.entity }),
    arrival: before?.arrival ?? said.arrival,
    identity,
    held: [],
    links,
    fields,
    ...(changedAt === undefined ? {} : { changedAt }),
    history: entry ? [...kept, entry] : kept,
    // I5: what was taken back stays so, whichever version comes first: every version until now was without this part
    floor: present?.floor ?? known.version,
  };
}

/**
 * I3: an older version that came late changes no current field; its history parts stand as if it had come in time. Parts that it
 * did not speak of were taken back by it.
 */
export function addLate(
  known: KnownRecord,
  contributions: readonly Contribution[],
  version: string,
  said: Said,
): void {
  const spoken = new Map(contributions.map((it) => [it.part, it]));
  for (const [part, stored] of known.parts) {
    if (isOlder(version, stored.floor)) continue;
    const contribution = spoken.get(part);
    const now =
      contribution?.kind === stored.kind
        ? withEntry(stored, historyEntry(splitHistory(contribution).items, version, said))
        : takenBack(stored, version);
    if (now === stored) continue;
    known.parts.set(part, now);
    known.changed.add(part);
  }
}

function withEntry(stored: StoredContribution, entry: HistoryEntry | undefined): StoredContribution {
  if (!entry) return stored;
  if (stored.history.some((it) => it.version === entry.version && it.hash === entry.hash)) return stored;
  return { ...stored, history: [...stored.history, entry] };
}

const takenBack = (stored: StoredContribution, version: string): StoredContribution =>
  version === stored.floor
    ? stored
    : { ...stored, floor: version, history: stored.history.filter((it) => isNotBefore(it.version, version)) };

const isNotBefore = (said: string, version: string): boolean =>
  said >= version && kindOf(said) === kindOf(version);

function splitHistory(said: Contribution): { fields: JsonObject; items: JsonObject } {
  const { histories } = modelShape(said.kind);
  const entries = Object.entries(said.fields);
  return {
    fields: Object.fromEntries(entries.filter(([name]) => !histories.has(name))),
    items: Object.fromEntries(entries.filter(([name]) => histories.has(name))),
  };
}

const historyEntry = (items: JsonObject, version: string, said: Said): HistoryEntry | undefined =>
  Object.keys(items).length === 0 ? undefined : { version, arrival: said.arrival, hash: said.hash, items };
