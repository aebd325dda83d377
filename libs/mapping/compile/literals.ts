import { isExpression } from './expression.js';
import type { MappingProblem, Template } from '../mapping-spec.js';

type Path = MappingProblem['path'];

/**
 * Finds a literal that was meant as an expression: it names one of `fields`, or begins with `$`. Its author forgot the `=`, and every
 * record would say that same word.
 */
export function forgottenEquals(
  value: Template | undefined,
  path: Path,
  fields: readonly string[] | undefined,
): MappingProblem | undefined {
  if (typeof value !== 'string' || !(value.startsWith('$') || fields?.includes(value))) return undefined;
  return {
    code: 'literal-looks-like-expression',
    message: `"${value}" is a literal: every record would say this word.`,
    path,
    way: `Write \`= ${value}\` for what the record says; \`= "${value}"\` for the word itself.`,
  };
}

/** Finds an identity that does not come from the record: all records would become one entity. */
export function constantIdentity(template: Template, path: Path): MappingProblem | undefined {
  if (!isConstant(template)) return undefined;
  return {
    code: 'constant-identity',
    message: 'Every record would have this identity, and all would become one entity.',
    path,
    way: 'Read it from the record: `= name_of_a_field`.',
  };
}

function isConstant(template: Template | undefined): boolean {
  if (Array.isArray(template)) return (template as readonly Template[]).some(isConstant);
  if (typeof template === 'object' && template !== null)
    return isConstant((template as { readonly id?: Template }).id);
  return template !== undefined && template !== null && !isExpression(template);
}
