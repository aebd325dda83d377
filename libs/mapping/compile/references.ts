import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonValue } from '#libs/model/json.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { MappingProblem, ReferenceTemplates, SchemeRule } from '../mapping-spec.js';
import { normalise } from '../normalise.js';
import type { Scope } from './scope.js';
import { compileTemplate, unknownScheme, type CompiledTemplate, type TemplateSetting } from './template.js';
import { textOf } from '../text.js';

/**
 * Reads the references of a record: normalised, without repeats, in the order of the mapping. Throws RecordError `no-period`,
 * `not-one-value`, and what an expression throws.
 */
export type ReadReferences = (scope: Scope) => readonly Reference[];

/** Compiles references that stand at `path`. A scheme that schemes.yaml does not declare is added to the problems of the setting. */
export function compileReferences(
  templates: ReferenceTemplates,
  path: MappingProblem['path'],
  setting: TemplateSetting,
): ReadReferences {
  const readers = Object.entries(templates).map(([scheme, template]) => {
    const schemePath = [...path, scheme];
    const rule = Object.hasOwn(setting.schemes, scheme) ? setting.schemes[scheme] : undefined;
    if (!rule)
      setting.compiling.problems.push({
        ...unknownScheme(scheme, schemePath, setting.compiling),
        name: true,
      });
    setting.compiling.usedSchemes.add(scheme);
    return makeReader(
      scheme,
      rule ?? { normalise: [] },
      compileTemplate(template, schemePath, setting),
      schemePath.join('.'),
    );
  });
  return (scope) => {
    const byKey = new Map<string, Reference>();
    for (const readScheme of readers)
      for (const reference of readScheme(scope)) byKey.set(referenceKey(reference), reference);
    return [...byKey.values()];
  };
}

function makeReader(
  scheme: string,
  rule: SchemeRule,
  template: CompiledTemplate,
  path: string,
): ReadReferences {
  const referencesIn = (value: JsonValue | undefined): readonly Reference[] => {
    const [idValue, periodValue] =
      isObject(value) && ('id' in value || 'period' in value) ? [value['id'], value['period']] : [value];
    const id = withPath(path, () => normalise(idValue, rule));
    if (id === undefined) return [];
    const period = withPath(path, () => textOf(periodValue));
    if (rule.reused === true && period === undefined) {
      throw new RecordError(
        'no-period',
        'Ids of this scheme are used again, and the record gives no period.',
        path,
      );
    }
    return [period === undefined ? { scheme, id } : { scheme, id, period }];
  };
  return (scope) => {
    const value = template.read(scope);
    return Array.isArray(value) ? (value as readonly JsonValue[]).flatMap(referencesIn) : referencesIn(value);
  };
}

/** Runs `read`; a RecordError that it throws gets this path. */
function withPath<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RecordError ? new RecordError(error.code, error.message, path) : error;
  }
}
