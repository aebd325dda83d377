import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { SCHEMAS, type SchemaName } from '../generated/schemas.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { EntityKind } from '../kinds.js';

/** Where and why a value does not fit its schema, in plain words and without the value (I10). */
export interface Misfit {
  /** Dotted path in the value; '' for the value itself. */
  readonly path: string;
  readonly message: string;
}

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: false });
for (const word of [
  'x-class',
  'x-history',
  'x-elements',
  'x-derived',
  'x-hact',
  'x-hact-codes',
  'x-words',
  'x-open',
])
  ajv.addKeyword(word);
(addFormats as unknown as { default?: (to: Ajv2020) => void }).default?.(ajv);
if (!ajv.formats['date-time']) (addFormats as unknown as (to: Ajv2020) => void)(ajv);

const compiled = new Map<SchemaName, ValidateFunction>();

/** The first place where a value does not fit a generated schema; `undefined` when it fits. */
export function misfit(schema: SchemaName, value: JsonValue): Misfit | undefined {
  const check = compiled.get(schema) ?? ajv.compile(SCHEMAS[schema]);
  compiled.set(schema, check);
  return firstMisfit(check, value);
}

/** As `misfit`, for a schema that is not among the generated ones (yet). */
export function misfitOf(schema: JsonObject, value: JsonValue): Misfit | undefined {
  const { $id: _, ...anonymous } = schema; // the generated one of the same name may be known already
  return firstMisfit(ajv.compile(anonymous), value);
}

function firstMisfit(check: ValidateFunction, value: JsonValue): Misfit | undefined {
  if (check(value)) return undefined;
  const [error] = check.errors ?? [];
  const path = (error?.instancePath ?? '').split('/').filter(Boolean).join('.');
  const extra: unknown = error?.params['additionalProperty'];
  return {
    path: typeof extra === 'string' ? [path, extra].filter(Boolean).join('.') : path,
    message: error?.message ?? 'does not fit the schema',
  };
}

/** As `misfit`, for the fields of one contribution. */
export const contributionMisfit = (kind: EntityKind, fields: JsonValue): Misfit | undefined =>
  misfit(`contribution/${kind}`, fields);
