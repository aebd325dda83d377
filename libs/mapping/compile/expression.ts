import { RecordError } from '#libs/model/errors.js';
import { isObject } from '#libs/model/json.js';
import type { MappingProblem } from '../mapping-spec.js';
import { suggestion } from '../nearest.js';
import { parse, RECORD, visit, type Node, type Parsed } from '../syntax/ast.js';
import { compileDirect, type Context, type Direct, type Functions } from '../syntax/direct.js';
import { checkNames, readsRecord } from '../syntax/names.js';

type Path = MappingProblem['path'];

/** A compiled expression. `readExpression` gives its value; where there is no `direct`, `prepare` must have evaluated it before. */
export interface Expression {
  /** Where it stands in the mapping, dotted, for errors. */
  readonly path: string;
  /** It reads nothing of the record: `= "appointment"` is a literal, however it is written. */
  readonly constant: boolean;
  /** Gives the value at once. Absent where only the JSONata library can evaluate the expression. */
  readonly direct?: Direct;
  /** Asks the library. Resolves with plain JSON data or undefined; rejects with what the expression threw. */
  readonly evaluate: (context: Context) => Promise<unknown>;
}

/** What the expressions of one stream may use. Compiling adds the problems, tables and schemes that it meets. */
export interface Compiling {
  /** Lintel's own functions by name, without `$`. */
  readonly functions: Functions;
  /** Names that a record may have at its top. Undefined: names are not checked. */
  readonly record: readonly string[] | undefined;
  readonly tables: readonly string[];
  readonly schemes: readonly string[];
  readonly hasCurrency: boolean;
  readonly problems: MappingProblem[];
  readonly usedTables: Set<string>;
  readonly usedSchemes: Set<string>;
}

/** Tells whether a value of a connector file is an expression: text that begins with `=`. */
export const isExpression = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith('=');

/**
 * Compiles text that begins with `=`. `element` are the names that may stand bare in it; undefined: any. Gives undefined where the
 * text does not parse; every fault is added to `compiling.problems`.
 */
export function compileExpression(
  text: string,
  path: Path,
  element: readonly string[] | undefined,
  compiling: Compiling,
): Expression | undefined {
  const source = text.slice(1);
  const parsed = tryParse(source, path, compiling);
  if (!parsed) return undefined;
  const { record, functions } = compiling;
  for (const fault of checkNames(parsed.tree, { element, record, functions: Object.keys(functions) })) {
    const { position, ...rest } = fault;
    compiling.problems.push({ ...rest, path, ...(position === undefined ? {} : { offset: position + 1 }) });
  }
  checkCalls(parsed.tree, path, compiling);
  for (const [name, lintelFunction] of Object.entries(functions))
    parsed.expression.registerFunction(name, lintelFunction);
  const direct = compileDirect(parsed.tree, functions);
  const evaluate = async ({ element: input, record: root }: Context): Promise<unknown> =>
    plain(await parsed.expression.evaluate(input, { [RECORD]: root }));
  return {
    path: path.join('.'),
    constant: !readsRecord(parsed.tree, Object.keys(functions)),
    evaluate,
    ...(direct ? { direct } : {}),
  };
}

/**
 * The RecordError for what an expression threw: ours as it is, anything else as `expression-failed` with JSONata's own code. The
 * library's message is left out, since it quotes values (I10).
 */
export function expressionFault(error: unknown, path: string): RecordError {
  if (error instanceof RecordError) return new RecordError(error.code, error.message, error.path ?? path);
  const code = isObject(error) && typeof error['code'] === 'string' ? ` (JSONata ${error['code']})` : '';
  return new RecordError('expression-failed', `The expression could not be evaluated${code}.`, path);
}

function tryParse(source: string, path: Path, compiling: Compiling): Parsed | undefined {
  try {
    return parse(source);
  } catch (error) {
    const {
      position,
      message: reason,
      code,
    } = error as { position?: number; message?: string; code?: string };
    const message = `The expression is not JSONata: ${reason ?? 'syntax error'} (${code ?? '?'})`;
    const way = 'In { … } and [ … ] of YAML a comma ends the value: put the expression on a line of its own.';
    const unclosed = (source.match(/\(/g)?.length ?? 0) > (source.match(/\)/g)?.length ?? 0);
    compiling.problems.push({
      code: 'bad-expression',
      message,
      path,
      ...(position === undefined ? {} : { offset: position }),
      ...(unclosed ? { way } : {}),
    });
    return undefined;
  }
}

/** Checks what can be known of a call before any record comes: a code table is named by a literal, so a missing one shows here. */
function checkCalls(tree: Node, path: Path, compiling: Compiling): void {
  visit(tree, (node) => {
    if (node.type !== 'function') return;
    const name = node.procedure?.value;
    const [first, second] = node.arguments ?? [];
    if (name === 'money' && !second && !compiling.hasCurrency) {
      const way = 'Give the connector a `currency`, or $money its second argument.';
      compiling.problems.push({ code: 'no-currency', message: 'The amount has no currency.', path, way });
    }
    if (name !== 'code' && name !== 'decide') return;
    const table = String(first?.value);
    if (first?.type !== 'string' || !second) {
      const message = `$${name} needs the name of a code table in quotes, and a value.`;
      compiling.problems.push({ code: 'bad-table', message, path });
    } else if (!compiling.tables.includes(table)) {
      const way =
        suggestion(table, compiling.tables) ?? `Write codes/${table}.csv with the columns code,value,label.`;
      compiling.problems.push({
        code: 'unknown-table',
        message: `There is no code table "${table}".`,
        path,
        way,
      });
    } else compiling.usedTables.add(table);
  });
}

/** Copies a result as plain JSON data: JSONata marks its lists with properties of its own. A function is no value and is refused. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'function')
    throw new RecordError('expression-failed', 'The expression gives a function.');
  if (typeof value !== 'object' || value === null) return value;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) {
    throw new RecordError('expression-failed', 'The expression gives a function.');
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}
