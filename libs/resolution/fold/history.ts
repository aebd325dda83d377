import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { contributorOf, type AcceptedContribution, type HistoryEntry } from './accepted-contribution.js';
import { kindOf } from '#libs/model/version.js';
import { compareText } from '#libs/model/compare-text.js';
import { instantOrder } from './order.js';

interface Item {
  readonly from: AcceptedContribution;
  readonly index: number;
  /** The item's own time, else that of the one before it in the same record, so that a record's order is kept. */
  readonly at: string;
  readonly value: JsonObject;
}

/**
 * What every accepted version said, oldest first. Within one record repeats that follow each other are one; a record may also say its
 * whole history each time, a little longer: what has a time of its own is said once, of what has none the list that the version before
 * gave is not said again. A version that came late stands where it would have stood in time (I3).
 */
export function foldHistory(name: string, accepted: readonly AcceptedContribution[]): readonly JsonObject[] {
  return accepted
    .flatMap((from) => ofOneRecord(name, from))
    .sort(compareItems)
    .map(({ value, from }) => ({ ...value, by: contributorOf(from) }));
}

function ofOneRecord(name: string, from: AcceptedContribution): readonly Item[] {
  const items: Item[] = [];
  const dated = new Set<string>();
  let [last, at, before] = ['', '', [] as readonly string[]];
  for (const entry of inOrder(from.history)) {
    const said = listed(entry.items[name]);
    const undated = said.filter((it) => it.own === undefined).map((it) => it.text);
    let again = before.every((text, index) => text === undated[index]) ? before.length : 0;
    before = undated;
    for (const { own, text, value } of said) {
      at = own ?? at;
      const repeated = own === undefined ? again-- > 0 : dated.has(text);
      if (own !== undefined) dated.add(text);
      if (!repeated && text !== last) items.push({ from, index: items.length, at, value });
      last = text;
    }
  }
  return items;
}

/** Versions compare within one kind only; what was read under another kind stands before, by arrival. */
function inOrder(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const begun = new Map<string, number>();
  for (const { version, arrival } of history)
    begun.set(kindOf(version), Math.min(arrival, begun.get(kindOf(version)) ?? arrival));
  const since = ({ version }: HistoryEntry): number => begun.get(kindOf(version)) ?? 0;
  return [...history].sort(
    (a, b) => since(a) - since(b) || compareText(a.version, b.version) || a.arrival - b.arrival,
  );
}

interface Said {
  /** Its own time. */
  readonly own: string | undefined;
  readonly text: string;
  readonly value: JsonObject;
}

const listed = (said: JsonValue | undefined): readonly Said[] =>
  (Array.isArray(said) ? (said as readonly JsonValue[]) : [])
    .filter(isObject)
    .map((value) => ({ own: instantOf(value), text: canonicalJson(value), value }));

const instantOf = (value: JsonObject): string | undefined =>
  isObject(value['at']) && typeof value['at']['at'] === 'string'
    ? instantOrder(value['at']['at'])
    : undefined;

const compareItems = (a: Item, b: Item): number =>
  compareText(a.at, b.at) ||
  compareText(contributorOf(a.from), contributorOf(b.from)) ||
  compareText(a.from.key, b.from.key) ||
  compareText(a.from.part, b.from.part) ||
  a.index - b.index;
