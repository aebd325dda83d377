import { suggestion } from '#libs/mapping/nearest.js';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import schema from '../../schemas/connector.v1.json' with { type: 'json' };
import ruleSchema from '../../schemas/deadline-rule.v1.json' with { type: 'json' };
import type { Problems } from './problems.js';
import type { YamlFile } from './yaml-file.js';

/** Which part of which schema a file must fit. */
const PARTS = {
  connector: schema.$id,
  schemes: `${schema.$id}#/$defs/schemes`,
  authority: `${schema.$id}#/$defs/authority`,
  rules: ruleSchema.$id,
  deadlines: `${ruleSchema.$id}#/$defs/deadlines`,
} as const;
type Part = keyof typeof PARTS;

const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  strict: false,
  formats: {
    'date-time': (text: string) => /T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  },
});
ajv.addSchema(schema);
ajv.addSchema(ruleSchema);

/** Does the file have the shape that schemas/connector.v1.json or schemas/deadline-rule.v1.json gives it? Says everything that is wrong, with the right words. */
export function checkSchema(part: Part, file: YamlFile, problems: Problems): boolean {
  const check = validator(part);
  if (check(file.value)) return true;
  const seen = new Set<string>();
  for (const error of check.errors ?? []) {
    const { code, message, path, key, way } = explain(error);
    const place = file.place(path, { key });
    const once = `${place.line}:${place.column}:${code}:${message}`;
    if (!seen.has(once)) problems.add(code, message, place, way);
    seen.add(once);
  }
  return false;
}

function validator(part: Part): ValidateFunction {
  const found = ajv.getSchema(PARTS[part]);
  if (!found) throw new Error(`there is no schema ${PARTS[part]}`);
  return found;
}

interface Explained {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
  readonly key: boolean;
  readonly way: string | undefined;
}

function explain(error: ErrorObject): Explained {
  const path = error.instancePath.split('/').slice(1).map(unescape);
  const parameters = error.params as { readonly [name: string]: unknown };
  const name = path.at(-1) ?? 'the file';
  switch (error.keyword) {
    case 'additionalProperties': {
      const word = String(parameters['additionalProperty']);
      const allowed = Object.keys(
        (error.parentSchema as { properties?: object } | undefined)?.properties ?? {},
      );
      const message = `"${word}" is not known here.`;
      return {
        code: 'unknown-key',
        message,
        path: [...path, word],
        key: true,
        way: suggestion(word, allowed),
      };
    }
    case 'required':
      return {
        code: 'missing-key',
        message: `"${String(parameters['missingProperty'])}" is missing.`,
        path,
        key: true,
        way: undefined,
      };
    case 'enum': {
      const allowed = (parameters['allowedValues'] as readonly unknown[]).map(String);
      const named =
        typeof error.data === 'string' && error.data !== '' ? suggestion(error.data, allowed) : undefined;
      return {
        code: 'bad-value',
        message: `"${name}" is none of the words that may stand here.`,
        path,
        key: false,
        way: named ?? `There is: ${allowed.join(', ')}.`,
      };
    }
    case 'propertyNames':
      return {
        code: 'bad-name',
        message: `"${String(parameters['propertyName'])}" may not be a name here.`,
        path: [...path, String(parameters['propertyName'])],
        key: true,
        way: undefined,
      };
    case 'pattern':
      return {
        code: 'bad-value',
        message: `"${name}" does not have the form it needs.`,
        path,
        key: false,
        way: describe(error),
      };
    default:
      return {
        code: 'bad-value',
        message: `"${name}" ${error.message ?? 'does not fit'}.`,
        path,
        key: false,
        way: describe(error),
      };
  }
}

const unescape = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

function describe(error: ErrorObject): string | undefined {
  const { description, pattern } = (error.parentSchema ?? {}) as { description?: string; pattern?: string };
  if (pattern === '^=') return 'An expression begins with `=`.';
  return description ?? (pattern === undefined ? undefined : `It must match ${pattern}.`);
}
