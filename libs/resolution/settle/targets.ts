import type { LinkTarget, LinkTargets } from '../fold/document.js';
import { UPRN } from '../identity/marks.js';
import type { KnownReference, Resolution } from '../identity/resolve.js';
import { referenceKey } from '#libs/model/reference.js';
import type { LedgerReads } from './reads.js';
import type { CurrentContribution } from './current-contribution.js';

type References = ReadonlyMap<string, KnownReference>;

/** What the links of these contributions lead to once the commit is done. Throws what `reads` throws. */
export async function findLinkTargets(
  reads: LedgerReads,
  contributions: readonly Pick<CurrentContribution, 'links'>[],
  { references }: Resolution,
): Promise<LinkTargets> {
  const links = contributions.flatMap((it) => it.links);
  const wanted = new Set(links.map((link) => referenceKey(link.reference)));
  const stored = await reads.references([...wanted].filter((key) => !references.has(key)));
  const known = [...stored, ...[...references].filter(([key]) => wanted.has(key))];
  const entityOf = new Map(
    known.flatMap(([key, { entity }]) => (entity === undefined ? [] : [[key, entity] as const])),
  );
  const places = links.flatMap((link) =>
    link.type === 'at' ? (entityOf.get(referenceKey(link.reference)) ?? []) : [],
  );
  const uprns = await findUprns(reads, [...new Set(places)], references);
  return new Map([...entityOf].map(([key, id]) => [key, target(id, uprns.get(id))]));
}

const target = (id: string, uprn: string | undefined): LinkTarget =>
  uprn === undefined ? { id } : { id, uprn };

/** Entity id → its UPRN. For entities that the commit resolved, what it resolved counts rather than what is stored. */
async function findUprns(
  reads: LedgerReads,
  entities: readonly string[],
  references: References,
): Promise<ReadonlyMap<string, string>> {
  const resolved = new Set([...references.values()].flatMap(({ entity }) => entity ?? []));
  const stored = await reads.uprns(entities.filter((id) => !resolved.has(id)));
  const now = [...references.values()].flatMap(({ reference, entity }) =>
    reference.scheme === UPRN && entity !== undefined ? [[entity, reference.id] as const] : [],
  );
  // only an approved merge gives a property several UPRNs: then it is always the lowest one
  return new Map([...stored, ...now.sort(([, a], [, b]) => (a < b ? 1 : -1))]);
}

/**
 * Keys of the references whose linking entities must be folded again: every reference that identifies another entity than before, or none
 * any more; and every reference of a property that gained, lost or changed a UPRN. Both maps are by reference key.
 */
export function movedReferences(references: References, before: References): readonly string[] {
  const moved = [...references].filter(([key, now]) => before.get(key)?.entity !== now.entity);
  const properties = new Set(
    moved.flatMap(([key, now]) =>
      now.reference.scheme === UPRN ? [now.entity ?? '', before.get(key)?.entity ?? ''] : [],
    ),
  );
  const ofProperties =
    properties.size === 0
      ? []
      : [...references].filter(([, { entity = '' }]) => entity !== '' && properties.has(entity));
  return [...new Set([...moved, ...ofProperties].map(([key]) => key))];
}
