import { SCHEMAS, type SchemaName } from '#libs/model/generated/schemas.js';
import { isObject, type JsonObject } from '#libs/model/json.js';

/** A canonical code: the word and the code as the system gave it. */
export interface Coded {
  readonly value?: string | undefined;
  readonly raw: { readonly code: string; readonly label?: string | undefined };
}

const object = (value: unknown): JsonObject => (isObject(value) ? value : {});

type Codes = Readonly<Record<string, readonly string[]>>;

/** The HACT codes of a work order's words, from the schema that defines the words. */
export const PRIORITIES = hactCodes('work-order', 'priority');
export const TRADES = hactCodes('work-order', 'trade');
export const UPDATE_TYPES = hactCodes('work-order', 'jobUpdates', 'type');
export const LOCATION_ALERTS = hactCodes('work-order-personal', 'locationAlerts', 'type');

/** WorkClassCode of HACT v7: codes without published names. */
export const WORK_CLASSES: readonly string[] = ['0', '10', '20', '30', '40', '50', '60'];

/** The HACT code of a word: the one that the system used itself, else the first; nothing where HACT has none. */
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
