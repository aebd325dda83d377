import type { Authority } from '#libs/resolution/fold/order.js';
import { Groups } from '#libs/resolution/identity/groups.js';
import type { FilePlace } from '#libs/model/errors.js';
import { isEntityKind } from '#libs/model/kinds.js';
import { modelFields } from './model-names.js';
import type { Problems } from './problems.js';

/** What one block of a connector's mapping speaks of. */
export interface BlockContent {
  readonly connector: string;
  /** A kind, or the expression that gives one. */
  readonly kind: string;
  /** Schemes of its identity. */
  readonly schemes: readonly string[];
  readonly fields: readonly { readonly name: string; readonly place: FilePlace }[];
}

/** A block that writes a field. */
interface FieldWriter {
  readonly connector: string;
  readonly kind: string;
  readonly field: string;
  readonly place: FilePlace;
}

/**
 * Checks that authority.yaml says who is right about each field that two connectors write of one entity (I5). Histories need nobody, since
 * they keep what all say. Connectors whose references never meet, not even through a third, cannot speak of one entity. Adds a problem
 * `no-authority` for each such field.
 */
export function checkAuthority(
  blocks: readonly BlockContent[],
  authority: Authority,
  problems: Problems,
): void {
  for (const writers of contestedFields(blocks)) {
    const connectors = [...new Set(writers.map((writer) => writer.connector))];
    const [first] = writers;
    if (!first || connectors.length < 2 || !isEntityKind(first.kind)) continue;
    const listed = authority[first.kind]?.[first.field] ?? [];
    const unlisted = connectors.filter((connector) => !listed.includes(connector));
    if (unlisted.length === 0) continue;
    const place = writers.find((write) => write.connector === unlisted[0])?.place ?? first.place;
    const way = `Write in authority.yaml, who is right first: ${first.kind}: { ${first.field}: [${connectors.join(', ')}] }.`;
    const message = `${first.kind}.${first.field} is written by ${connectors.join(' and ')}.`;
    problems.add('no-authority', message, place, way);
  }
}

/** The writers of each field, in groups of those whose entities can have references in common. */
function contestedFields(blocks: readonly BlockContent[]): Iterable<readonly FieldWriter[]> {
  const schemeGroups = new Groups();
  for (const { schemes } of blocks)
    schemes.forEach((scheme) => schemeGroups.join(schemes[0] ?? scheme, scheme));
  const writers = blocks.flatMap(({ connector, kind, schemes, fields }) =>
    fields
      .filter(({ name }) => !modelFields(kind).histories.has(name))
      .map(({ name, place }) => ({
        connector,
        kind,
        field: name,
        place,
        group: [...schemeGroups.of(schemes[0] ?? '')].sort().join(' '),
      })),
  );
  return Map.groupBy(writers, ({ kind, field, group }) => `${kind}.${field} ${group}`).values();
}
