import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { contributorOf, type AcceptedContribution, type HistoryEntry } from './accepted-contribution.js';
import { kindOf } from '#libs/model/version.js';
import { compareText } from '#libs/model/compare-text.js';
import { instantOrder } from './order.js';

/** An item of a history, in its place. */
interface PlacedItem {
  readonly contribution: AcceptedContribution;
  readonly index: number;
  /** Its own time, or else that of the item before it in the same record, so that a record's order is kept. */
  readonly at: string;
  readonly value: JsonObject;
}

/**
 * The items of one history field in all accepted versions, oldest first. Items of one record that repeat the item before them are one. A
 * record may also give its whole history each time: then an item that has a time of its own is taken once, and the items without
 * a time that the version before gave are not taken again. A version that came late stands where it would have stood in time (I3).
 */
export function foldHistory(name: string, accepted: readonly AcceptedContribution[]): readonly JsonObject[] {
  return accepted
    .flatMap((contribution) => itemsOf(name, contribution))
    .sort(compareItems)
    .map(({ value, contribution }) => ({ ...value, by: contributorOf(contribution) }));
}

function itemsOf(name: string, contribution: AcceptedContribution): readonly PlacedItem[] {
  const placed: PlacedItem[] = [];
  const seenWithTime = new Set<string>();
  let [lastText, at, undatedBefore] = ['', '', [] as readonly string[]];
  for (const entry of inOrder(contribution.history)) {
    const items = entryItems(entry.items[name]);
    const undated = items.filter((it) => it.ownTime === undefined).map((it) => it.text);
    const repeatsAll = undatedBefore.every((text, index) => text === undated[index]);
    let repeatsLeft = repeatsAll ? undatedBefore.length : 0;
    undatedBefore = undated;
    for (const { ownTime, text, value } of items) {
      at = ownTime ?? at;
      const repeated = ownTime === undefined ? repeatsLeft-- > 0 : seenWithTime.has(text);
      if (ownTime !== undefined) seenWithTime.add(text);
      if (!repeated && text !== lastText) placed.push({ contribution, index: placed.length, at, value });
      lastText = text;
    }
  }
  return placed;
}

/** By version. Versions compare within one kind only: the entries of a kind come after those of kinds that arrived earlier. */
function inOrder(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const firstArrival = new Map<string, number>();
  for (const { version, arrival } of history) {
    const kind = kindOf(version);
    firstArrival.set(kind, Math.min(arrival, firstArrival.get(kind) ?? arrival));
  }
  const since = ({ version }: HistoryEntry): number => firstArrival.get(kindOf(version)) ?? 0;
  return [...history].sort(
    (a, b) => since(a) - since(b) || compareText(a.version, b.version) || a.arrival - b.arrival,
  );
}

/** An item of one history entry. */
interface EntryItem {
  /** Its own time, sortable as text; undefined where it has none. */
  readonly ownTime: string | undefined;
  /** Equal for equal items. */
  readonly text: string;
  readonly value: JsonObject;
}

const entryItems = (items: JsonValue | undefined): readonly EntryItem[] =>
  (Array.isArray(items) ? (items as readonly JsonValue[]) : [])
    .filter(isObject)
    .map((value) => ({ ownTime: ownTimeOf(value), text: canonicalJson(value), value }));

const ownTimeOf = (value: JsonObject): string | undefined =>
  isObject(value['at']) && typeof value['at']['at'] === 'string'
    ? instantOrder(value['at']['at'])
    : undefined;

const compareItems = (a: PlacedItem, b: PlacedItem): number =>
  compareText(a.at, b.at) ||
  compareText(contributorOf(a.contribution), contributorOf(b.contribution)) ||
  compareText(a.contribution.key, b.contribution.key) ||
  compareText(a.contribution.part, b.contribution.part) ||
  a.index - b.index;
