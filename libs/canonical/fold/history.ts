import { canonicalJson, isObject, type JsonObject, type JsonValue } from '../json.js';
import { saidBy, type Accepted } from './accepted.js';
import { compareText, instantOrder } from './order.js';

interface Item {
  readonly from: Accepted;
  readonly index: number;
  /** The item's own time, else that of the one before it in the same record, so that a record's order is kept. */
  readonly at: string;
  readonly value: JsonObject;
}

/**
 * What every accepted version said, oldest first; within one record repeats that follow each other are one.
 * A version that came late stands where it would have stood in time (I3).
 */
export function foldHistory(name: string, accepted: readonly Accepted[]): readonly JsonObject[] {
  return accepted
    .flatMap((from) => ofOneRecord(name, from))
    .sort(compareItems)
    .map(({ value, from }) => ({ ...value, by: saidBy(from) }));
}

function ofOneRecord(name: string, from: Accepted): readonly Item[] {
  const entries = [...from.history].sort(
    (a, b) => compareText(a.version, b.version) || a.arrival - b.arrival,
  );
  const items: Item[] = [];
  let last = '';
  for (const entry of entries) {
    const said = entry.items[name];
    for (const value of (Array.isArray(said) ? (said as readonly JsonValue[]) : []).filter(isObject)) {
      const text = canonicalJson(value);
      if (text === last) continue;
      last = text;
      items.push({ from, index: items.length, at: instantOf(value) ?? items.at(-1)?.at ?? '', value });
    }
  }
  return items;
}

const instantOf = (value: JsonObject): string | undefined =>
  isObject(value['at']) && typeof value['at']['at'] === 'string'
    ? instantOrder(value['at']['at'])
    : undefined;

const compareItems = (a: Item, b: Item): number =>
  compareText(a.at, b.at) ||
  compareText(saidBy(a.from), saidBy(b.from)) ||
  compareText(a.from.key, b.from.key) ||
  compareText(a.from.part, b.from.part) ||
  a.index - b.index;
