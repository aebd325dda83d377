import type { JsonObject } from '#libs/model/json.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { HactSettings, OrderFile, Remarks } from './export.js';
import { hactReference } from './values.js';

/** The one number by which the other side knows the order. */
export function orderNumber(
  { main: { references = [] } }: OrderFile,
  { number }: HactSettings,
  path: string,
  remarks: Remarks,
): JsonObject | undefined {
  const [only, ...others] =
    number === undefined ? references : references.filter((it) => referenceKey(it) === referenceKey(number));
  if (only === undefined) return remarks.missing(path, 'the order has no such number');
  if (others.length > 0)
    return remarks.missing(
      path,
      `the order has ${references.length} numbers: name the one that the other side knows`,
    );
  return hactReference(only);
}

/** All numbers of the order, the named one first. */
export function orderNumbers(
  { main: { references = [] } }: OrderFile,
  { number }: HactSettings,
): JsonObject[] {
  const first = (it: Reference): boolean => number !== undefined && referenceKey(it) === referenceKey(number);
  return [...references.filter(first), ...references.filter((it) => !first(it))].map(hactReference);
}
