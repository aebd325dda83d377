import type { QueryRunner } from 'typeorm';
import { isClock } from '#libs/canonical/deadlines/clock-fact.js';
import {
  currentDocument,
  endedDocument,
  type EntityDocument,
  type FoldRules,
} from '#libs/canonical/document.js';
import { resolve, type Known, type Resolution, type Speaker } from '#libs/canonical/identity/resolve.js';
import type { EntityKind } from '#libs/canonical/kinds.js';
import { referenceKey } from '#libs/canonical/reference.js';
import type { LedgerStream } from '#libs/canonical/batch.js';
import type { KnownRecord } from './known-record.js';
import {
  loadContributions,
  loadEntities,
  loadLinkers,
  loadReferences,
  type EntityRow,
  type LoadedContribution,
} from './load.js';

/** What a commit makes of the entities it touches. */
export interface EntityOutcome {
  readonly resolution: Resolution;
  /** References whose row must be written. */
  readonly changedReferences: ReadonlyMap<string, Known>;
  /** Contribution id → entity, where that changed though its record did not. */
  readonly moved: ReadonlyMap<string, LoadedContribution>;
  /** Entity → its document now, for each that may have changed. */
  readonly documents: ReadonlyMap<string, { readonly kind: EntityKind; readonly document: EntityDocument }>;
  readonly before: ReadonlyMap<string, EntityRow>;
}

export const contributionId = (recordId: number, part: string): string => `${recordId} ${part}`;

/** Resolves identities, then folds every entity whose contributions, or whose links' ends, changed. */
export async function settleEntities(
  runner: QueryRunner,
  stream: LedgerStream,
  records: readonly KnownRecord[],
  rules: FoldRules,
  nextFounding: number,
): Promise<EntityOutcome> {
  const touched = records.filter((it) => it.changed.size > 0 || it.removed.size > 0);
  const identities = touched.flatMap((it) =>
    [...it.changed].flatMap((part) => it.parts.get(part)?.identity ?? []),
  );
  const old = touched.flatMap((it) => [...it.parts.values(), ...it.removed.values()]);
  const oldKeys = old.flatMap((it) => it.identity).map(referenceKey);
  const known = await loadReferences(runner, [...new Set([...identities.map(referenceKey), ...oldKeys])]);
  const before = new Set([
    ...old.flatMap((it) => it.entity ?? []),
    ...[...known.values()].flatMap((it) => it.entity ?? []),
  ]);
  const stored = await loadContributions(runner, [...before]);
  const all = overlay(stream, touched, stored);
  // references that only other contributions of the same entities know
  const others = all.flatMap((it) => it.identity.map(referenceKey)).filter((key) => !known.has(key));
  for (const [key, one] of await loadReferences(runner, [...new Set(others)])) known.set(key, one);
  const lost = stored.flatMap((it) => it.identity.map(referenceKey)).filter((key) => !known.has(key));
  for (const [key, one] of await loadReferences(runner, [...new Set(lost)])) known.set(key, one);
  const resolution = resolve(all.map(speaker), known, before, nextFounding);
  const changedReferences = new Map(
    [...resolution.references].filter(([key, now]) => {
      const then = known.get(key);
      return then === undefined || then.entity !== now.entity || then.founded !== now.founded;
    }),
  );
  const contributions = all.map((it) => settled(it, resolution));
  const linkers = (await loadLinkers(runner, entityChanged(changedReferences, known))).filter(
    (it) => !before.has(it),
  );
  const linking = await loadContributions(runner, linkers);
  const folded = [...contributions, ...linking];
  const targets = await loadTargets(runner, folded, resolution);
  const rows = await loadEntities(runner, [
    ...new Set([...before, ...resolution.entityOf.values(), ...linkers]),
  ]);
  return {
    resolution,
    changedReferences,
    moved: movedOnly(contributions, touched),
    documents: new Map([...foldAll(folded, targets, rules), ...ended([...before], resolution, rows)]),
    before: rows,
  };
}

type Spoken = LoadedContribution & { readonly changed: boolean; readonly formerEntity?: string };

/** The contributions as they stand after this commit's records are taken. */
function overlay(
  stream: LedgerStream,
  touched: readonly KnownRecord[],
  stored: readonly LoadedContribution[],
): readonly Spoken[] {
  const replaced = new Set(touched.map((it) => it.id));
  const kept = stored
    .filter((it) => !replaced.has(it.recordId))
    .map((it) => ({ ...it, changed: false, formerEntity: it.entity }));
  const own = touched.flatMap((record) =>
    [...record.parts.values()].map((part) => {
      const { entity, ...said } = part;
      return {
        ...said,
        // I5: an approval is asked anew only when the record speaks anew
        held: record.changed.has(part.part) ? [] : part.held,
        connector: stream.connector,
        stream: stream.name,
        system: stream.system,
        key: record.key,
        version: record.version,
        recordId: record.id,
        entity: entity ?? '',
        ...(entity === undefined ? {} : { formerEntity: entity }),
        changed: record.changed.has(part.part),
      };
    }),
  );
  return [...kept, ...own];
}

const speaker = (it: Spoken): Speaker => ({
  id: contributionId(it.recordId, it.part),
  kind: it.kind,
  identity: it.identity,
  arrival: it.arrival,
  changed: it.changed,
  follows: isClock(it),
  ...(it.formerEntity === undefined ? {} : { entity: it.formerEntity }),
});

function settled(it: Spoken, resolution: Resolution): Spoken {
  const id = contributionId(it.recordId, it.part);
  const held = resolution.held.get(id) ?? it.held;
  return {
    ...it,
    entity: resolution.entityOf.get(id) ?? it.entity,
    held,
    identity: it.identity.filter((ref) => !held.includes(ref)),
  };
}

const entityChanged = (
  changed: ReadonlyMap<string, Known>,
  before: ReadonlyMap<string, Known>,
): readonly string[] =>
  [...changed].filter(([key, now]) => before.get(key)?.entity !== now.entity).map(([key]) => key);

async function loadTargets(
  runner: QueryRunner,
  folded: readonly LoadedContribution[],
  resolution: Resolution,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(folded.flatMap((it) => it.links.map((link) => referenceKey(link.reference))));
  const stored = await loadReferences(
    runner,
    [...wanted].filter((key) => !resolution.references.has(key)),
  );
  const known = [...stored, ...[...resolution.references].filter(([key]) => wanted.has(key))];
  return new Map(known.flatMap(([key, { entity }]) => (entity === undefined ? [] : [[key, entity]])));
}

const movedOnly = (
  contributions: readonly Spoken[],
  touched: readonly KnownRecord[],
): ReadonlyMap<string, LoadedContribution> => {
  const written = new Set(touched.map((it) => it.id));
  return new Map(
    contributions
      .filter((it) => !written.has(it.recordId) && it.entity !== it.formerEntity)
      .map((it) => [contributionId(it.recordId, it.part), it]),
  );
};

type Documents = EntityOutcome['documents'];

function foldAll(
  contributions: readonly LoadedContribution[],
  targets: ReadonlyMap<string, string>,
  rules: FoldRules,
): Documents {
  const documents = new Map<string, { kind: EntityKind; document: EntityDocument }>();
  for (const [id, said] of Map.groupBy(contributions, (it) => it.entity)) {
    const kind = said[0]?.kind;
    // of an entity that no system speaks of any more the clock alone says nothing
    if (kind && !said.every(isClock))
      documents.set(id, { kind, document: currentDocument(id, kind, said, targets, rules) });
  }
  return documents;
}

function ended(
  before: readonly string[],
  resolution: Resolution,
  rows: ReadonlyMap<string, EntityRow>,
): Documents {
  return new Map(
    before.flatMap((id) => {
      const kind = rows.get(id)?.kind;
      if (!kind || !resolution.ended.has(id)) return [];
      const main = endedDocument(id, kind, resolution.ended.get(id));
      return [[id, { kind, document: { main, personal: undefined } }]];
    }),
  );
}
