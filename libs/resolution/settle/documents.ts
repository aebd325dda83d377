import { isFromClock } from '#libs/deadlines/clock-fact.js';
import {
  currentDocument,
  endedDocument,
  type EntityDocument,
  type FoldRules,
  type LinkTargets,
} from '../fold/document.js';
import type { Resolution } from '../identity/resolve.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { StoredEntity, LoadedContribution } from './reads.js';

/** Entity id → its kind and documents. */
export type Documents = ReadonlyMap<string, { readonly kind: EntityKind; readonly document: EntityDocument }>;

/** The documents of all entities that these contributions belong to. An entity that only the clock speaks of has none. */
export function foldAll(
  contributions: readonly LoadedContribution[],
  targets: LinkTargets,
  rules: FoldRules,
): Documents {
  const documents = new Map<string, { kind: EntityKind; document: EntityDocument }>();
  for (const [id, ofEntity] of Map.groupBy(contributions, (it) => it.entity)) {
    const kind = ofEntity[0]?.kind;
    if (kind && !ofEntity.every(isFromClock))
      documents.set(id, { kind, document: currentDocument(id, kind, ofEntity, targets, rules) });
  }
  return documents;
}

/** The last documents of entities that existed before and have ended: merged into another, or withdrawn. */
export function endedDocuments(
  before: ReadonlySet<string>,
  resolution: Resolution,
  storedEntities: ReadonlyMap<string, StoredEntity>,
): Documents {
  return new Map(
    [...before].flatMap((id) => {
      const kind = storedEntities.get(id)?.kind;
      if (!kind || !resolution.ended.has(id)) return [];
      const main = endedDocument(id, kind, resolution.ended.get(id));
      return [[id, { kind, document: { main, personal: undefined } }]];
    }),
  );
}
