import type { Authority } from '#libs/resolution/fold/order.js';
import { Groups } from '#libs/resolution/identity/groups.js';
import type { FilePlace } from '#libs/model/errors.js';
import { isEntityKind } from '#libs/model/kinds.js';
import { modelFields } from './model-names.js';
import type { Problems } from './problems.js';

/** What one block of a connector's mapping speaks of. */
export interface Speaks {
  readonly connector: string;
  readonly kind: string;
  /** Schemes of its identity. */
  readonly schemes: readonly string[];
  readonly fields: readonly { readonly name: string; readonly place: FilePlace }[];
}

interface Writes {
  readonly connector: string;
  readonly kind: string;
  readonly field: string;
  readonly place: FilePlace;
}

/**
 * A field that two connectors write of one entity needs somebody who is right (I5); histories keep what all say. Connectors whose
 * references never meet, not even through a third, cannot speak of one entity.
 */
export function checkAuthority(speaks: readonly Speaks[], authority: Authority, problems: Problems): void {
  for (const all of contested(speaks)) {
    const connectors = [...new Set(all.map((write) => write.connector))];
    const [first] = all;
    if (!first || connectors.length < 2 || !isEntityKind(first.kind)) continue;
    const listed = authority[first.kind]?.[first.field] ?? [];
    const without = connectors.filter((connector) => !listed.includes(connector));
    if (without.length === 0) continue;
    const place = all.find((write) => write.connector === without[0])?.place ?? first.place;
    const way = `Write in authority.yaml, who is right first: ${first.kind}: { ${first.field}: [${connectors.join(', ')}] }.`;
    const message = `${first.kind}.${first.field} is written by ${connectors.join(' and ')}.`;
    problems.add('no-authority', message, place, way);
  }
}

/** Who writes a field of entities that have references in common. */
function contested(speaks: readonly Speaks[]): Iterable<readonly Writes[]> {
  const meeting = new Groups();
  for (const { schemes } of speaks) schemes.forEach((scheme) => meeting.join(schemes[0] ?? scheme, scheme));
  const writes = speaks.flatMap(({ connector, kind, schemes, fields }) =>
    fields
      .filter(({ name }) => !modelFields(kind).histories.has(name))
      .map(({ name, place }) => ({
        connector,
        kind,
        field: name,
        place,
        group: [...meeting.of(schemes[0] ?? '')].sort().join(' '),
      })),
  );
  return Map.groupBy(writes, ({ kind, field, group }) => `${kind}.${field} ${group}`).values();
}
