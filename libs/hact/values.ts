import { Decimal } from 'decimal.js';
import type { JsonObject, JsonValue } from '#libs/model/json.js';
import type { Reference } from '#libs/model/reference.js';
import type { Remarks } from './export.js';

/** The members that hold something: without `undefined` and empty lists. */
export const present = (members: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** As `present`; undefined where no member is left. */
export function someOf(members: JsonObject): JsonObject | undefined {
  const left = present(members);
  return Object.keys(left).length === 0 ? undefined : left;
}

/** A list of the values that are not undefined. */
export const listOf = (...values: readonly (JsonValue | undefined)[]): readonly JsonValue[] =>
  values.flatMap((value) => (value === undefined ? [] : [value]));

/** Decimal text as a JSON number, which only HACT gets (I8). Undefined and `missing` where a JSON number cannot hold it exactly. */
export function exactNumber(text: string, path: string, remarks: Remarks): number | undefined {
  const number = Number(text);
  if (Number.isFinite(number) && new Decimal(number).equals(text)) return number;
  return remarks.missing(path, 'the decimal has more digits than a JSON number can hold');
}

/** A reference as HACT writes it. */
export const hactReference = ({ scheme, id, period }: Reference): JsonObject =>
  present({ ID: id, Description: period, AllocatedBy: scheme });

/** The number of an element as a HACT reference. AllocatedBy is the first connector in `by`. */
export const elementReference = ({
  ref,
  by,
}: {
  readonly ref: string;
  readonly by: readonly string[];
}): JsonObject => present({ ID: ref, AllocatedBy: by[0]?.split('/')[0] });
