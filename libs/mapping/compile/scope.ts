import { expressionFault, type Expression } from './expression.js';
import { toJson } from '../to-json.js';
import type { JsonValue } from '#libs/model/json.js';
import type { Context } from '../syntax/direct.js';

type Answer = { readonly value: unknown } | { readonly error: unknown };

/** What an expression is read on, with the answers of those expressions that only the library can evaluate. */
export interface Scope extends Context {
  readonly answers?: ReadonlyMap<Expression, Answer>;
}

/**
 * Evaluates with the library those of the expressions that are not direct, so that everything after it runs without waiting. It never
 * rejects: the error of an expression is kept, and thrown by `readExpression`.
 */
export async function prepare(context: Context, expressions: readonly Expression[]): Promise<Scope> {
  const answers = new Map<Expression, Answer>();
  for (const expression of expressions) {
    if (expression.direct) continue;
    try {
      answers.set(expression, { value: await expression.evaluate(context) });
    } catch (error) {
      answers.set(expression, { error });
    }
  }
  return answers.size === 0 ? context : { ...context, answers };
}

/**
 * The value of an expression; undefined where it gives nothing. Throws RecordError with the expression's path. An expression that is
 * not direct must have been prepared in this scope.
 */
export function readExpression(expression: Expression, scope: Scope): JsonValue | undefined {
  try {
    if (expression.direct) return toJson(expression.direct(scope));
    const answer = scope.answers?.get(expression);
    if (answer === undefined) throw new Error(`not prepared: ${expression.path}`);
    if ('error' in answer) throw answer.error;
    return toJson(answer.value);
  } catch (error) {
    throw expressionFault(error, expression.path);
  }
}
