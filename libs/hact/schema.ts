import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { ConfigError } from '#libs/model/errors.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { CodeLists, Remark } from './export.js';

/** The HACT documents that an order can be exported as. */
export const HACT_ROOTS = ['ScheduleRepair', 'JobStatusUpdate', 'WorkOrderComplete'] as const;
/** One of HACT_ROOTS. */
export type HactRoot = (typeof HACT_ROOTS)[number];

/** One of HACT's schemas (v7, draft-07) from the user's own copy, ready to check documents. */
export interface HactSchema {
  readonly lists: CodeLists;
  /** Every place where a document with PascalCase names does not fit, without its values (I10). Empty where it fits. */
  check(document: JsonObject): readonly Remark[];
}

const REPAIR =
  'The published files are not valid JSON Schema. Repair a copy: write "$ref" for "type": "#/definitions/…", ' +
  '"type": "string" with "format" for the types "date", "date-time" and "time", and move what is under the name of the document to the root.';

/**
 * The schema of one document, read from `file` (named in errors only). Throws ConfigError `bad-hact-schema` where it is not valid
 * draft-07; the published originals are not.
 */
export function hactSchema(root: HactRoot, schema: JsonValue, file: string): HactSchema {
  if (!isObject(schema) || schema['type'] !== 'object' || !isObject(schema['properties']))
    throw new ConfigError(
      'bad-hact-schema',
      `The schema of ${root} has no properties at its root.`,
      { file },
      REPAIR,
    );
  const validate = compile(schema, root, file);
  const definitions = isObject(schema['definitions']) ? schema['definitions'] : {};
  return {
    lists: {
      units: enumOf(definitions['UNECEUnitOfMeasurementCodeC0']),
      serviceCharges: enumOf(definitions['CostSubjectCode']),
    },
    check: (document) => (validate(document) ? [] : (validate.errors ?? []).map(remark)),
  };
}

/** The package is CommonJS: Node and Jest find its function in different places. */
const { default: inner = addFormats } = addFormats as unknown as { readonly default?: unknown };
const addFormatsTo = inner as (to: Ajv) => void;

function compile(schema: JsonObject, root: HactRoot, file: string): ValidateFunction {
  // Not strict: the file may have annotations of its own.
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormatsTo(ajv);
  try {
    return ajv.compile(schema);
  } catch (cause) {
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    throw new ConfigError(
      'bad-hact-schema',
      `The schema of ${root} is not valid draft-07${why}.`,
      { file },
      REPAIR,
    );
  }
}

const remark = ({ instancePath, message }: ErrorObject): Remark => ({
  path: instancePath
    .replaceAll(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, ''),
  message: message ?? 'does not fit the schema',
});

const enumOf = (definition: JsonValue | undefined): ReadonlySet<string> => {
  const values = isObject(definition) ? definition['enum'] : undefined;
  return new Set(Array.isArray(values) ? (values as readonly JsonValue[]).map(String) : []);
};
