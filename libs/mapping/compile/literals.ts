import { isExpression } from './expression.js';
import type { MappingProblem, Template } from '../mapping-spec.js';

type Path = MappingProblem['path'];

/** A word that names a field, or begins as an expression does: whoever wrote it forgot the `=`, and every record would say that word. */
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

/** An identity that no record has a say in: all records would be one entity. */
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
