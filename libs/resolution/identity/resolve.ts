import { referenceKey, type Reference } from '#libs/model/reference.js';
import { foundId } from './found-id.js';
import type { Groups } from './groups.js';
import { join } from './join.js';
import type { IdentityClaim } from './identity-claim.js';

/** What the ledger knows of a reference. */
export interface KnownReference {
  readonly reference: Reference;
  /** The entity that it identifies; absent where it identifies none now. */
  readonly entity?: string;
  /** When it founded an id, in order of foundings; absent where it never did. */
  readonly founded?: number;
}

export interface Resolution {
  /** Speaker id → entity id. */
  readonly entityOf: ReadonlyMap<string, string>;
  /** Reference key → what is known of it now; every reference of a speaker, and every known one that lost its entity. */
  readonly references: ReadonlyMap<string, KnownReference>;
  /** Entity that nobody speaks of as such any more → the one it became part of, or undefined: withdrawn. */
  readonly ended: ReadonlyMap<string, string | undefined>;
  readonly merged: ReadonlySet<string>;
  /** Entities that come (back) out of one, and what remains of that. */
  readonly split: ReadonlySet<string>;
  /** Speaker id → references kept aside, because joining needs approval. */
  readonly held: ReadonlyMap<string, readonly Reference[]>;
}

/**
 * Identity is the connected component over shared references (I5), but for those that are held. `speakers` must be all contributions
 * that hang together with a changed one by references, held ones too; `before` all entities that these had. A component takes the id
 * that was founded first. `nextFounding` and arrival choose between ids, and decide nothing else.
 */
export function resolve(
  speakers: readonly IdentityClaim[],
  known: ReadonlyMap<string, KnownReference>,
  before: ReadonlySet<string>,
  nextFounding: number,
): Resolution {
  const joining = speakers.filter((it) => it.follows !== true);
  const { groups, held } = join(joining);
  const joined = joining.map((speaker) => {
    const aside = held.get(speaker.id);
    return aside ? { ...speaker, identity: speaker.identity.filter((it) => !aside.includes(it)) } : speaker;
  });
  const named = assignIds(joined, groups, known, before, nextFounding, held);
  const followers = speakers
    .filter((it) => it.follows === true)
    .flatMap((it) => followFirstReference(it, named.references));
  return { ...named, entityOf: new Map([...named.entityOf, ...followers]) };
}

/** Where nothing has its reference any more it stays where it was, and counts for nothing there. */
function followFirstReference(
  { id, identity: [first], entity }: IdentityClaim,
  references: Resolution['references'],
): readonly (readonly [string, string])[] {
  if (!first) return [];
  return [[id, references.get(referenceKey(first))?.entity ?? entity ?? foundId(first)]];
}

function assignIds(
  speakers: readonly IdentityClaim[],
  groups: Groups,
  known: ReadonlyMap<string, KnownReference>,
  before: ReadonlySet<string>,
  nextFounding: number,
  held: Resolution['held'],
): Resolution {
  const components = Map.groupBy(speakers, ({ identity: [first] }) =>
    groups.of(first ? referenceKey(first) : ''),
  );
  const references = new Map<string, KnownReference>(
    [...known].map(([key, { reference, founded }]) => [key, withoutEntity(reference, founded)]),
  );
  const entityOf = new Map<string, string>();
  let founding = nextFounding;
  for (const members of components.values()) {
    const own = new Map(members.flatMap((it) => it.identity).map((it) => [referenceKey(it), it]));
    const earliest = [...own]
      .flatMap(([key, reference]) => {
        const founded = known.get(key)?.founded;
        return founded === undefined ? [] : [{ reference, founded }];
      })
      .sort((a, b) => a.founded - b.founded)[0];
    const founder = earliest?.reference ?? firstReference(members);
    if (!founder) continue;
    const id = foundId(founder);
    for (const [key, reference] of own) {
      const founded = known.get(key)?.founded ?? (reference === founder && !earliest ? founding : undefined);
      references.set(key, { ...withoutEntity(reference, founded), entity: id });
    }
    if (!earliest) founding += 1;
    for (const member of members) entityOf.set(member.id, id);
  }
  return { entityOf, references, held, ...mergesAndSplits(speakers, entityOf, before) };
}

const withoutEntity = (
  reference: Reference,
  founded: number | undefined,
): { reference: Reference; founded?: number } =>
  founded === undefined ? { reference } : { reference, founded };

const firstReference = (members: readonly IdentityClaim[]): Reference | undefined =>
  [...members].sort((a, b) => a.arrival - b.arrival)[0]?.identity[0];

function mergesAndSplits(
  speakers: readonly IdentityClaim[],
  entityOf: ReadonlyMap<string, string>,
  before: ReadonlySet<string>,
): Pick<Resolution, 'ended' | 'merged' | 'split'> {
  const now = new Set(entityOf.values());
  const ended = new Map<string, string | undefined>();
  const merged = new Set<string>();
  const split = new Set<string>();
  for (const old of before) {
    const former = speakers.filter((it) => it.entity === old).sort((a, b) => a.arrival - b.arrival);
    const homes = new Set(former.flatMap((it) => entityOf.get(it.id) ?? []));
    const [home] = homes;
    // what moves from one entity to another that was there before makes no two of one
    const fresh = [...homes].filter((it) => !before.has(it));
    if (homes.size > 1 && fresh.length > 0)
      [...fresh, ...(homes.has(old) ? [old] : [])].forEach((it) => split.add(it));
    if (now.has(old)) continue;
    ended.set(old, home);
    if (home !== undefined) merged.add(home);
  }
  return { ended, merged, split };
}
