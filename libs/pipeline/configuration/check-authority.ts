import type { Authority } from '#libs/canonical/fold/order.js';
import type { Place } from '#libs/canonical/errors.js';
import { isEntityKind } from '#libs/canonical/kinds.js';
import { modelFields } from './model-names.js';
import type { Problems } from './problems.js';

/** A connector's mapping has a line for this field of this kind. */
export interface Writes {
  readonly connector: string;
  readonly kind: string;
  readonly field: string;
  readonly place: Place;
}

/** A field that two connectors write needs somebody who is right (I5); histories keep what all say. */
export function checkAuthority(writes: readonly Writes[], authority: Authority, problems: Problems): void {
  const fields = new Map<string, Writes[]>();
  for (const write of writes) {
    if (modelFields(write.kind).histories.has(write.field)) continue;
    const key = `${write.kind}.${write.field}`;
    fields.set(key, [...(fields.get(key) ?? []), write]);
  }
  for (const [path, all] of fields) {
    const connectors = [...new Set(all.map((write) => write.connector))];
    const [first] = all;
    if (!first || connectors.length < 2 || !isEntityKind(first.kind)) continue;
    const listed = authority[first.kind]?.[first.field] ?? [];
    const without = connectors.filter((connector) => !listed.includes(connector));
    if (without.length === 0) continue;
    const place = all.find((write) => write.connector === without[0])?.place ?? first.place;
    const way = `Write in authority.yaml, who is right first: ${first.kind}: { ${first.field}: [${connectors.join(', ')}] }.`;
    problems.add('no-authority', `${path} is written by ${connectors.join(' and ')}.`, place, way);
  }
}
