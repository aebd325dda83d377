import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import { contributorOf, type AcceptedContribution } from './accepted-contribution.js';
import { foldElements } from './elements.js';
import { foldHistory } from './history.js';
import { modelShape } from '#libs/model/schema/shape.js';
import { compareFor, type KindAuthority } from './order.js';
import { personFilter } from './person.js';

/** The content of an entity. */
export interface Folded {
  /** Fields of the kind's model, the personal ones too. */
  readonly fields: JsonObject;
  /** Field → whose value it is, as `universal-housing/orders`. Items of collections and histories say it themselves, in `by`. */
  readonly provenance: Readonly<Record<string, string>>;
  /** Fields in which another connector contradicts the value that is in `fields`. */
  readonly conflicts: readonly string[];
}

/**
 * Folds the contributions of one entity: each field is the value of the contribution that is best for it (`compareFor`), histories are
 * all versions in order. A pure function (I5). `accepted` has no contribution of the clock.
 */
export function fold(
  kind: EntityKind,
  accepted: readonly AcceptedContribution[],
  authority: KindAuthority,
): Folded {
  const shape = modelShape(kind);
  const fields: Record<string, JsonValue> = {};
  const provenance: Record<string, string> = {};
  const conflicts: string[] = [];
  const mayDecide = personFilter(kind, accepted, authority);
  for (const name of fieldNames(accepted)) {
    if (shape.histories.has(name)) continue;
    if (shape.elements.has(name)) {
      const elements = foldElements(name, accepted, authority);
      if (elements.length > 0) fields[name] = elements;
      continue;
    }
    const worstFirst = accepted
      .filter((it) => it.fields[name] !== undefined)
      .sort(compareFor(name, authority));
    const winner = worstFirst.findLast((it) => mayDecide(name, it));
    if (!winner) continue;
    const others = worstFirst.filter((it) => it.connector !== winner.connector);
    if (others.some((it) => contradicts(it.fields[name], winner.fields[name]))) conflicts.push(name);
    const value = winner.fields[name] ?? null;
    if (value === null) continue;
    fields[name] = value;
    provenance[name] = contributorOf(winner);
  }
  for (const name of shape.histories) {
    const items = foldHistory(name, accepted);
    if (items.length > 0) fields[name] = items;
  }
  return { fields, provenance, conflicts };
}

const fieldNames = (accepted: readonly AcceptedContribution[]): readonly string[] =>
  [...new Set(accepted.flatMap((it) => Object.keys(it.fields)))].sort();

/** Compares what two values mean: systems write different codes and texts for the same thing. */
function contradicts(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === null || b === null || a === undefined || b === undefined) return false;
  return canonicalJson(meaning(a)) !== canonicalJson(meaning(b));
}

function meaning(value: JsonValue): JsonValue {
  if (!isObject(value)) return value;
  return value['value'] ?? value['at'] ?? value;
}
