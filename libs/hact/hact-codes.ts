import { SCHEMAS, type SchemaName } from '#libs/model/generated/schemas.js';
import { isObject, type JsonObject } from '#libs/model/json.js';

/** A coded value as documents hold it: the canonical word, absent while no table knows the code, and the code that the system gave. */
export interface Coded {
  readonly value?: string | undefined;
  readonly raw: { readonly code: string; readonly label?: string | undefined };
}

const object = (value: unknown): JsonObject => (isObject(value) ? value : {});

type Codes = Readonly<Record<string, readonly string[]>>;

/** Canonical priority → its HACT codes, as the schema that defines the words lists them (`x-hact-codes`). */
export const PRIORITIES = hactCodes('work-order', 'priority');
/** Canonical trade → its HACT codes. */
export const TRADES = hactCodes('work-order', 'trade');
/** Canonical type of a job update → its HACT codes. */
export const UPDATE_TYPES = hactCodes('work-order', 'jobUpdates', 'type');
/** Canonical type of a location alert → its HACT codes. */
export const LOCATION_ALERTS = hactCodes('work-order-personal', 'locationAlerts', 'type');

/** The values of WorkClassCode in HACT v7. HACT publishes no names for them. */
export const WORK_CLASSES: readonly string[] = ['0', '10', '20', '30', '40', '50', '60'];

/** The HACT code of a coded value: the one that the system used, else the first of its word; undefined where HACT has none for the word. */
export function hactCode(codes: Codes, { value, raw }: Coded): string | undefined {
  const known = value === undefined ? [] : (codes[value] ?? []);
  return known.find((code) => code === raw.code) ?? known[0];
}

function hactCodes(schema: SchemaName, ...path: readonly string[]): Codes {
  const root = SCHEMAS[schema];
  const word = [...path, 'value'].reduce((schema, name) => member(root, schema, name), root);
  return word['x-hact-codes'] as unknown as Codes;
}

function member(root: JsonObject, schema: JsonObject, name: string): JsonObject {
  const items = schema['items'];
  const found = object(object(isObject(items) ? items : schema)['properties'])[name];
  const target = object(found)['$ref'];
  return typeof target === 'string'
    ? object(object(root['$defs'])[target.replace('#/$defs/', '')])
    : object(found);
}
