import { isObject, type JsonValue } from '#libs/model/json.js';
import { compileExpression, isExpression, type Compiling, type Expression } from './expression.js';
import { forgottenEquals } from './literals.js';
import type { MappingProblem, SchemeRule, Template } from '../mapping-spec.js';
import { suggestion } from '../nearest.js';
import { normalise } from '../normalise.js';
import { readExpression, type Scope } from './scope.js';

/** A compiled value of a connector file: a literal, an expression, or a list or object of them. */
export interface CompiledTemplate {
  /** True where an expression that reads the record stands in it. Literals and constant expressions alone say nothing of a record. */
  readonly live: boolean;
  /** The value for one record or element; undefined where it says nothing. Throws RecordError. */
  readonly read: (scope: Scope) => JsonValue | undefined;
}

/** What the templates of one block are compiled against. */
export interface TemplateSetting {
  /** Names that may stand bare in an expression. Undefined: any. */
  readonly element: readonly string[] | undefined;
  readonly compiling: Compiling;
  readonly schemes: { readonly [scheme: string]: SchemeRule };
  /** Compiling adds every expression that it meets. */
  readonly expressions: Expression[];
}

type Path = MappingProblem['path'];

/**
 * Compiles a value that stands at `path`. Three things say nothing, and read as undefined: an expression without a result, or with lists
 * and objects that hold nothing; an object or list whose expressions all say nothing, whatever literals stand beside them; a reference
 * without an `id`.
 * `null` is a value: it says that there is none. Adds what is wrong to the problems of the setting.
 */
export function compileTemplate(
  value: Template | undefined,
  path: Path,
  setting: TemplateSetting,
): CompiledTemplate {
  if (isExpression(value)) return compileLeaf(value, path, setting);
  if (Array.isArray(value)) return compileList(value as readonly Template[], path, setting);
  if (isObject(value)) return compileObject(value, path, setting);
  const forgotten = forgottenEquals(value, path, setting.element);
  if (forgotten) setting.compiling.problems.push(forgotten);
  return { live: false, read: () => value };
}

function compileLeaf(text: string, path: Path, setting: TemplateSetting): CompiledTemplate {
  const expression = compileExpression(text, path, setting.element, setting.compiling);
  if (!expression) return { live: true, read: () => undefined };
  setting.expressions.push(expression);
  return {
    live: !expression.constant,
    read: (scope) => readExpression(expression, scope),
  };
}

function compileList(items: readonly Template[], path: Path, setting: TemplateSetting): CompiledTemplate {
  const compiled = items.map((item, index) => compileTemplate(item, [...path, index], setting));
  const live = compiled.some((item) => item.live);
  return {
    live,
    read: (scope) => {
      const values = compiled.flatMap((item) => {
        const value = item.read(scope);
        return value === undefined ? [] : [value];
      });
      return live && values.length === 0 ? undefined : values;
    },
  };
}

function compileObject(
  value: { readonly [name: string]: Template | undefined },
  path: Path,
  setting: TemplateSetting,
): CompiledTemplate {
  const members = Object.entries(value).map(
    ([name, item]) => [name, compileTemplate(item, [...path, name], setting)] as const,
  );
  const live = members.some(([, member]) => member.live);
  const readMembers = (scope: Scope): { readonly [name: string]: JsonValue } | undefined => {
    const result: Record<string, JsonValue> = {};
    let says = !live;
    for (const [name, member] of members) {
      const item = member.read(scope);
      if (item === undefined) continue;
      result[name] = item;
      says ||= member.live;
    }
    return says ? result : undefined;
  };
  const rule = 'id' in value ? schemeOf(value['scheme'], path, setting) : undefined;
  if (!rule) return { live, read: readMembers };
  return {
    live,
    read: (scope) => {
      const reference = readMembers(scope);
      const id = reference && normalise(reference['id'], rule);
      return id === undefined ? undefined : { ...reference, id };
    },
  };
}

/** The rule of a field that is a reference (`{ scheme: uh/property, id: = major_ref }`): its id is normalised as identities are. */
function schemeOf(
  scheme: Template | undefined,
  path: Path,
  { compiling, schemes }: TemplateSetting,
): SchemeRule | undefined {
  if (typeof scheme !== 'string' || isExpression(scheme)) return undefined;
  const rule = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (rule) compiling.usedSchemes.add(scheme);
  else compiling.problems.push(unknownScheme(scheme, [...path, 'scheme'], compiling));
  return rule;
}

/** The problem of a reference at `path` whose scheme schemes.yaml does not declare. */
export function unknownScheme(scheme: string, path: Path, compiling: Compiling): MappingProblem {
  const way = suggestion(scheme, compiling.schemes) ?? 'Declare it in schemes.yaml.';
  return { code: 'unknown-scheme', message: `schemes.yaml declares no "${scheme}".`, path, way };
}
