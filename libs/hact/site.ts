import type { JsonObject } from '#libs/model/json.js';
import { referenceKey } from '#libs/model/reference.js';
import type { ElementOf, OrderFile, Remarks } from './export.js';
import { hactReference, listOf, present, someOf } from './values.js';

/** Levels of a property that comprise more than one unit. */
const ABOVE_UNITS = new Set(['owner', 'estate', 'block', 'sub-block']);

/**
 * The properties that the order is at, as HACT's Site; undefined and `missing` where the order names none. The schema has a place for a
 * property's number in its units only. Live councils also send and read it beside the address, in `Property[].Reference`, so it stands in
 * both places. That is the one name beyond the schema, which is open.
 */
export function site(file: OrderFile, remarks: Remarks): JsonObject | undefined {
  const { main, personal } = file;
  const places = (main.links ?? []).filter(({ type }) => type === 'at');
  const links = [...new Map(places.map((link) => [referenceKey(link.reference), link])).values()];
  const address = links.length > 1 ? undefined : personal?.address;
  if (links.length > 0) return { Property: links.map((link) => property(link, file, address)) };
  if (address !== undefined) return { Property: [{ Address: { AddressLine: [address] } }] };
  return remarks.missing('Site', 'the order names no property');
}

function property(
  { reference, id }: ElementOf<'links'>,
  { properties }: OrderFile,
  fallback: string | undefined,
): JsonObject {
  const known = id === undefined ? undefined : properties.get(id);
  const others = (known?.main.references ?? []).filter((it) => referenceKey(it) !== referenceKey(reference));
  const references = [reference, ...others].map(hactReference);
  const level = known?.main.level?.value;
  return present({
    Address: someOf({
      AddressLine: listOf(known?.personal?.address ?? fallback),
      PostalCode: known?.main.postcode,
    }),
    Reference: references,
    Unit: level !== undefined && ABOVE_UNITS.has(level) ? [] : [{ Reference: references }],
  });
}
