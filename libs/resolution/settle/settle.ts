import type { LedgerStream } from '#libs/model/batch.js';
import type { FoldRules } from '../fold/document.js';
import { resolve, type KnownReference, type Resolution } from '../identity/resolve.js';
import type { KnownRecord } from '../records/known-record.js';
import type { CurrentContribution } from './current-contribution.js';
import {
  currentContributions,
  identityClaim,
  isPlacedAnew,
  resolvedContribution,
} from './current-contribution.js';
import { endedDocuments, foldAll, type Documents } from './documents.js';
import { gather, type Gathered } from './gather.js';
import { heldChanges, type HeldChanges } from './held-changes.js';
import type { StoredEntity, LedgerReads } from './reads.js';
import { findLinkTargets, movedReferences } from './targets.js';

/** What a commit must write about the entities that it touches. */
export interface Settled {
  readonly resolution: Resolution;
  /** Contributions to write: those that the records changed, and those that now belong to another entity or are held otherwise. */
  readonly contributions: readonly CurrentContribution[];
  /** Reference key → the row to write. */
  readonly changedReferences: ReadonlyMap<string, KnownReference>;
  readonly held: HeldChanges;
  /** Entity id → its new document, for every entity whose document may have changed. */
  readonly documents: Documents;
  /** Entities that link to what changed and were not folded here: pass them as `relinked` to a later call. */
  readonly waiting: readonly string[];
  /** Entity id → its row as stored before, for every entity in `documents` that had one. */
  readonly storedEntities: ReadonlyMap<string, StoredEntity>;
}

/** What has changed, so that identities must be resolved anew. A commit has one of the three. */
export interface ChangesToSettle {
  /** Records of one stream, after `takeBatch`. */
  readonly read?: { readonly stream: LedgerStream; readonly records: readonly KnownRecord[] };
  /** Entities with a contribution of which an administrator decided on a held reference. */
  readonly decided?: readonly string[];
  /** Entities that an earlier call left in `waiting`. */
  readonly relinked?: readonly string[];
}

/**
 * Resolves identities, then folds every entity whose contributions or linked entities changed. A commit calls it once, under the ledger's
 * lock, after `takeBatch`, and then writes what it gives; it writes nothing itself. Its answer follows from the changes, from what
 * `reads` answers and from `rules` alone (I5); `nextFounding` only chooses between ids. Of the entities that merely link to what changed it
 * folds at most `linkersAtOnce`. It throws what `reads` throws.
 */
export async function settle(
  reads: LedgerReads,
  { read, decided = [], relinked = [] }: ChangesToSettle,
  rules: FoldRules,
  nextFounding: number,
  linkersAtOnce = Infinity,
): Promise<Settled> {
  const touched = (read?.records ?? []).filter((it) => it.changed.size > 0 || it.removed.size > 0);
  const gathered = await gather(reads, touched, decided);
  const { known, held, entitiesBefore } = gathered;
  const current = currentContributions(read?.stream, touched, gathered.stored);
  const claims = current.map((it) => identityClaim(it, held));
  const resolution = resolve(claims, known, entitiesBefore, nextFounding);
  const contributions = current.map((it) => resolvedContribution(it, resolution, held));

  const linking = await reads.linkers(movedReferences(resolution.references, known));
  const onlyLinking = linking.filter((it) => !entitiesBefore.has(it)).sort();
  const linkers = [...relinked, ...onlyLinking.slice(0, linkersAtOnce)];
  const toFold = [...contributions, ...(await reads.contributions(linkers))];
  const targets = await findLinkTargets(reads, toFold, resolution);
  const ids = new Set([...entitiesBefore, ...resolution.entityOf.values(), ...linkers]);
  const storedEntities = await reads.entities([...ids]);
  const folded = foldAll(toFold, targets, rules);
  const ended = endedDocuments(entitiesBefore, resolution, storedEntities);
  return {
    resolution,
    contributions: contributions.filter((it) => it.changed || isPlacedAnew(it)),
    changedReferences: changedReferences(resolution, gathered),
    held: heldChanges(contributions, held),
    documents: new Map([...folded, ...ended]),
    waiting: onlyLinking.slice(linkersAtOnce),
    storedEntities,
  };
}

function changedReferences({ references }: Resolution, { known }: Gathered): Settled['changedReferences'] {
  const changed = [...references].filter(([key, now]) => {
    const stored = known.get(key);
    return stored === undefined || stored.entity !== now.entity || stored.founded !== now.founded;
  });
  return new Map(changed);
}
