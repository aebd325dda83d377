import { suggestion } from '#libs/mapping/nearest.js';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import schema from '../../schemas/connector.v1.json' with { type: 'json' };
import ruleSchema from '../../schemas/deadline-rule.v1.json' with { type: 'json' };
import type { Problems } from './problems.js';
import type { YamlFile } from './yaml-file.js';

/** The schema, or the part of one, that each sort of file must fit. */
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

/**
 * Checks the shape of a file against schemas/connector.v1.json or schemas/deadline-rule.v1.json. Gives true where it fits; only then may the
 * file's value be taken for its type. Adds every fault to `problems`, with what may stand there instead.
 */
export function checkSchema(part: Part, file: YamlFile, problems: Problems): boolean {
  const check = validator(part);
  if (check(file.value)) return true;
  const seen = new Set<string>();
  for (const error of check.errors ?? []) {
    const { code, message, path, key, way } = explain(error);
    const place = file.place(path, { key });
    const identity = `${place.line}:${place.column}:${code}:${message}`;
    if (!seen.has(identity)) problems.add(code, message, place, way);
    seen.add(identity);
  }
  return false;
}

function validator(part: Part): ValidateFunction {
  const validate = ajv.getSchema(PARTS[part]);
  if (!validate) throw new Error(`there is no schema ${PARTS[part]}`);
  return validate;
}

interface Explained {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
  readonly key: boolean;
  readonly way: string | undefined;
}

function explain(error: ErrorObject): Explained {
  const path = error.instancePath.split('/').slice(1).map(unescapeStep);
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
      const near =
        typeof error.data === 'string' && error.data !== '' ? suggestion(error.data, allowed) : undefined;
      return {
        code: 'bad-value',
        message: `"${name}" is none of the words that may stand here.`,
        path,
        key: false,
        way: near ?? `There is: ${allowed.join(', ')}.`,
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
        way: expectation(error),
      };
    default:
      return {
        code: 'bad-value',
        message: `"${name}" ${error.message ?? 'does not fit'}.`,
        path,
        key: false,
        way: expectation(error),
      };
  }
}

const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

function expectation(error: ErrorObject): string | undefined {
  const { description, pattern } = (error.parentSchema ?? {}) as { description?: string; pattern?: string };
  if (pattern === '^=') return 'An expression begins with `=`.';
  return description ?? (pattern === undefined ? undefined : `It must match ${pattern}.`);
}
