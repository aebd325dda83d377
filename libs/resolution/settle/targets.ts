import type { LinkTarget, LinkTargets } from '../fold/document.js';
import { UPRN } from '../identity/marks.js';
import type { KnownReference, Resolution } from '../identity/resolve.js';
import { referenceKey } from '#libs/model/reference.js';
import type { LedgerReads } from './reads.js';
import type { CurrentContribution } from './current-contribution.js';

type References = ReadonlyMap<string, KnownReference>;

/** What the links of these contributions lead to, as it is after this commit. */
export async function findLinkTargets(
  reads: LedgerReads,
  folded: readonly Pick<CurrentContribution, 'links'>[],
  { references }: Resolution,
): Promise<LinkTargets> {
  const links = folded.flatMap((it) => it.links);
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

/** Entity → its UPRN. What this commit resolved counts, not what was stored before it. */
async function findUprns(
  reads: LedgerReads,
  entities: readonly string[],
  references: References,
): Promise<ReadonlyMap<string, string>> {
  const settled = new Set([...references.values()].flatMap(({ entity }) => entity ?? []));
  const stored = await reads.uprns(entities.filter((id) => !settled.has(id)));
  const now = [...references.values()].flatMap(({ reference, entity }) =>
    reference.scheme === UPRN && entity !== undefined ? [[entity, reference.id] as const] : [],
  );
  // of several, which only an approved merge brings about, always the same one
  return new Map([...stored, ...now.sort(([, a], [, b]) => (a < b ? 1 : -1))]);
}

/**
 * References whose linkers must be folded again: those that identify another entity than before, or none, and every one of a property
 * whose UPRN came, went or changed hands.
 */
export function movedReferences(references: References, before: References): readonly string[] {
  const other = [...references].filter(([key, now]) => before.get(key)?.entity !== now.entity);
  const places = new Set(
    other.flatMap(([key, now]) =>
      now.reference.scheme === UPRN ? [now.entity ?? '', before.get(key)?.entity ?? ''] : [],
    ),
  );
  const ofPlaces =
    places.size === 0
      ? []
      : [...references].filter(([, { entity = '' }]) => entity !== '' && places.has(entity));
  return [...new Set([...other, ...ofPlaces].map(([key]) => key))];
}
