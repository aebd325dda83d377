import { isClock } from '#libs/deadlines/clock-fact.js';
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

/** Entity → its document. */
export type Documents = ReadonlyMap<string, { readonly kind: EntityKind; readonly document: EntityDocument }>;

/** The documents of the entities that somebody speaks of. */
export function foldAll(
  contributions: readonly LoadedContribution[],
  targets: LinkTargets,
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

/** The last word on entities that were and are not any more. */
export function endedDocuments(
  before: ReadonlySet<string>,
  resolution: Resolution,
  rows: ReadonlyMap<string, StoredEntity>,
): Documents {
  return new Map(
    [...before].flatMap((id) => {
      const kind = rows.get(id)?.kind;
      if (!kind || !resolution.ended.has(id)) return [];
      const main = endedDocument(id, kind, resolution.ended.get(id));
      return [[id, { kind, document: { main, personal: undefined } }]];
    }),
  );
}
