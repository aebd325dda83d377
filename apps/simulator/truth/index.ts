import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { compare, type Difference } from './compare.js';
import type { Expected } from './expected.js';
import { expectedInvoices, invoiceKey } from './invoices.js';
import { expectedProperties } from './properties.js';
import { expectedRequests } from './requests.js';
import type { Db } from './sql.js';
import { expectedStrangers, expectedWorkOrders } from './work-orders.js';

export { compare, type Difference } from './compare.js';
export { expectedCounts, type ExpectedCounts, type Fault } from './counts.js';
export type { Expected, ExpectedLink, Fields, Value } from './expected.js';
export type { Db } from './sql.js';

/** A published entity: its main document and, where there is one, its personal companion. */
export interface Published {
  readonly main: JsonObject;
  readonly personal?: JsonObject | undefined;
}

/**
 * All entities that must exist now, given what the housing system holds, what scheduler and contractor told and were answered,
 * and which files were dropped. Computed anew at each call; ask when nothing moves.
 */
export async function* expectedEntities(db: Db): AsyncGenerator<Expected> {
  yield* expectedProperties(db);
  yield* expectedRequests(db);
  yield* expectedWorkOrders(db);
  yield* expectedStrangers(db);
  yield* expectedInvoices(db);
}

/** Keys by which an expected entity finds its document; none where the document is of no system of the simulator. */
export function keysOf(main: JsonObject): readonly string[] {
  if (main['kind'] === 'invoice') {
    const supplier = isObject(main['supplier']) ? text(main['supplier']['id']) : '';
    return [invoiceKey(supplier, text(main['type']), text(main['number']))];
  }
  const references = Array.isArray(main['references']) ? (main['references'] as readonly JsonValue[]) : [];
  return references
    .filter(isObject)
    .filter((it) => text(it['scheme']).startsWith('uh/'))
    .map((it) => `${text(it['scheme'])}:${text(it['id'])}`);
}

export interface Comparison {
  /** How many entities were expected, by kind. */
  readonly expected: Readonly<Record<string, number>>;
  /** Entities that are missing, that are too many, and fields that differ. */
  readonly differences: readonly Difference[];
}

/** Compares the last word on every entity with the truth. Merged and withdrawn documents are passed over. */
export async function compareAll(db: Db, published: Iterable<Published>): Promise<Comparison> {
  const byKey = new Map<string, Published>();
  for (const one of published)
    if (one.main['state'] === 'current') for (const key of keysOf(one.main)) byKey.set(key, one);
  const seen = new Set<Published>();
  const expected: Record<string, number> = {};
  const differences: Difference[] = [];
  for await (const truth of expectedEntities(db)) {
    expected[truth.kind] = (expected[truth.kind] ?? 0) + 1;
    const actual = byKey.get(truth.key);
    if (!actual) differences.push({ entity: truth.key, path: '', expected: 'present', actual: null });
    else differences.push(...compare(truth, actual.main, actual.personal));
    if (actual) seen.add(actual);
  }
  for (const [key, one] of byKey)
    if (!seen.has(one)) differences.push({ entity: key, path: '', expected: null, actual: 'present' });
  return { expected, differences };
}

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
