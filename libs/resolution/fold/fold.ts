import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import { contributorOf, type AcceptedContribution } from './accepted-contribution.js';
import { foldElements } from './elements.js';
import { foldHistory } from './history.js';
import { modelShape } from '#libs/model/schema/shape.js';
import { compareFor, type KindAuthority } from './order.js';
import { personFilter } from './person.js';

/** The content of an entity: a pure function of its accepted contributions and the authority (I5). */
export interface Folded {
  /** Fields of the kind's model, personal ones too. */
  readonly fields: JsonObject;
  /** Field → connector/stream that said it. */
  readonly provenance: Readonly<Record<string, string>>;
  /** Fields on which different connectors contradict each other; the winner by authority is in `fields`. */
  readonly conflicts: readonly string[];
}

export function fold(
  kind: EntityKind,
  accepted: readonly AcceptedContribution[],
  authority: KindAuthority,
): Folded {
  const shape = modelShape(kind);
  const fields: Record<string, JsonValue> = {};
  const provenance: Record<string, string> = {};
  const conflicts: string[] = [];
  const maySpeak = personFilter(kind, accepted, authority);
  for (const name of fieldNames(accepted)) {
    if (shape.histories.has(name)) continue;
    if (shape.elements.has(name)) {
      const elements = foldElements(name, accepted, authority);
      if (elements.length > 0) fields[name] = elements;
      continue;
    }
    const said = accepted.filter((one) => one.fields[name] !== undefined).sort(compareFor(name, authority));
    const winner = said.findLast((one) => maySpeak(name, one));
    if (!winner) continue;
    if (
      said.some(
        (one) => one.connector !== winner.connector && contradicts(one.fields[name], winner.fields[name]),
      )
    )
      conflicts.push(name);
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
  [...new Set(accepted.flatMap((one) => Object.keys(one.fields)))].sort();

/** Different systems have different raw codes and texts for the same thing: only what they mean is compared. */
function contradicts(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === null || b === null || a === undefined || b === undefined) return false;
  return canonicalJson(meaning(a)) !== canonicalJson(meaning(b));
}

function meaning(value: JsonValue): JsonValue {
  if (!isObject(value)) return value;
  return value['value'] ?? value['at'] ?? value;
}
