import type { JsonObject } from '#libs/model/json.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { HactSettings, OrderFile, Remarks } from './export.js';
import { hactReference } from './values.js';

/**
 * The number by which the receiver knows the order: its only one, or the one that the settings name. Otherwise undefined, and it is
 * `missing`.
 */
export function orderNumber(
  { main: { references = [] } }: OrderFile,
  { number }: HactSettings,
  path: string,
  remarks: Remarks,
): JsonObject | undefined {
  const [only, ...others] = number === undefined ? references : references.filter((it) => isSame(it, number));
  if (only === undefined) return remarks.missing(path, 'the order has no such number');
  if (others.length > 0)
    return remarks.missing(
      path,
      `the order has ${references.length} numbers: name the one that the other side knows`,
    );
  return hactReference(only);
}

/** All numbers of the order; the one that the settings name comes first. */
export function orderNumbers(
  { main: { references = [] } }: OrderFile,
  { number }: HactSettings,
): JsonObject[] {
  const isNamed = (reference: Reference): boolean => number !== undefined && isSame(reference, number);
  return [...references.filter(isNamed), ...references.filter((it) => !isNamed(it))].map(hactReference);
}

const isSame = (a: Reference, b: Reference): boolean => referenceKey(a) === referenceKey(b);
