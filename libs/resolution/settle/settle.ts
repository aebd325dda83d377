import type { LedgerStream } from '#libs/model/batch.js';
import type { HeldReference } from '../fold/accepted-contribution.js';
import type { FoldRules } from '../fold/document.js';
import { resolve, type KnownReference, type Resolution } from '../identity/resolve.js';
import { canonicalJson, type JsonObject } from '#libs/model/json.js';
import type { KnownRecord } from '../records/known-record.js';
import { endedDocuments, foldAll, type Documents } from './documents.js';
import { gather, type Gathered } from './gather.js';
import { heldChanges, type HeldChanges } from './held-changes.js';
import type { StoredEntity, LedgerReads } from './reads.js';
import { findLinkTargets, movedReferences } from './targets.js';
import {
  currentContributions,
  resolvedContribution,
  identityClaim,
  type CurrentContribution,
} from './current-contribution.js';

/** What a commit makes of the entities it touches. */
export interface Settled {
  readonly resolution: Resolution;
  /** Contributions to write: what was said anew, and others that now speak of another entity or are held otherwise. */
  readonly contributions: readonly CurrentContribution[];
  /** References whose row must be written. */
  readonly changedReferences: ReadonlyMap<string, KnownReference>;
  readonly held: HeldChanges;
  /** Entity → its document now, for each that may have changed. */
  readonly documents: Documents;
  /** Entities whose documents may have changed too, since their links' ends did: for a later call, as `relinked`. */
  readonly waiting: readonly string[];
  readonly storedEntities: ReadonlyMap<string, StoredEntity>;
}

/** What is other than before, and asks for identities to be resolved anew. */
export interface ChangesToSettle {
  /** What a batch made of its records. */
  readonly read?: { readonly stream: LedgerStream; readonly records: readonly KnownRecord[] };
  /** Entities of which a held reference was decided on. */
  readonly decided?: readonly string[];
  /** Entities whose links' ends changed in an earlier call. */
  readonly relinked?: readonly string[];
}

/**
 * Resolves identities, then folds every entity whose contributions, or whose links' ends, changed. A pure function of what `reads`
 * answers (I5); `nextFounding` only chooses between ids. Of the entities that only link to what changed at
 * most `linkersAtOnce` are folded; the others are in `waiting`.
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
  const all = currentContributions(read?.stream, touched, gathered.stored);
  const speakers = all.map((it) => identityClaim(it, gathered.held));
  const resolution = resolve(speakers, gathered.known, gathered.entitiesBefore, nextFounding);
  const changedReferences = changed(resolution, gathered);
  const contributions = all.map((it) => resolvedContribution(it, resolution, gathered.held));
  const linking = (await reads.linkers(movedReferences(resolution.references, gathered.known)))
    .filter((it) => !gathered.entitiesBefore.has(it))
    .sort();
  const linkers = [...relinked, ...linking.slice(0, linkersAtOnce)];
  const folded = [...contributions, ...(await reads.contributions(linkers))];
  const targets = await findLinkTargets(reads, folded, resolution);
  const rows = await reads.entities([
    ...new Set([...gathered.entitiesBefore, ...resolution.entityOf.values(), ...linkers]),
  ]);
  return {
    resolution,
    contributions: contributions.filter((it) => it.changed || isOther(it)),
    changedReferences,
    held: heldChanges(contributions, gathered.held),
    documents: new Map([
      ...foldAll(folded, targets, rules),
      ...endedDocuments(gathered.entitiesBefore, resolution, rows),
    ]),
    waiting: linking.slice(linkersAtOnce),
    storedEntities: rows,
  };
}

const isOther = ({ former, entity, held }: CurrentContribution): boolean =>
  former?.entity !== entity ||
  (former.held.length + held.length > 0 &&
    canonicalJson(former.held.map(json)) !== canonicalJson(held.map(json)));

const json = (reference: HeldReference): JsonObject => ({ ...reference });

function changed({ references }: Resolution, { known }: Gathered): ReadonlyMap<string, KnownReference> {
  const other = [...references].filter(([key, now]) => {
    const then = known.get(key);
    return then === undefined || then.entity !== now.entity || then.founded !== now.founded;
  });
  return new Map(other);
}
