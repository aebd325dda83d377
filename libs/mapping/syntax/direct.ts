import { RECORD, type Node } from './ast.js';
import { equal, joined, truth, walk } from './semantics.js';

/** What an expression is read on: the element in hand, and the record. Outside `each` the element is the record. */
export interface Context {
  readonly element: unknown;
  readonly record: unknown;
}
/** An expression as a plain function. Throws what Lintel's own functions throw. */
export type Direct = (context: Context) => unknown;
/** Lintel's own functions, by name without `$`. */
export type Functions = { readonly [name: string]: (...values: readonly unknown[]) => unknown };

/**
 * Compiles an expression to a plain function, since JSONata is slow and answers with promises. It covers what most lines are made of:
 * names, literals, our own functions, comparisons, conditions. Undefined: only the library can evaluate it. `direct.spec.ts`
 * shows that both give the same answers.
 */
export function compileDirect(node: Node, functions: Functions): Direct | undefined {
  if ('predicate' in node || 'group' in node || 'stages' in node || node['keepArray'] === true)
    return undefined;
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value': {
      const literal = node.value;
      return () => literal;
    }
    case 'variable':
      return compileVariable(node);
    case 'path':
      return compilePath(node);
    case 'function':
      return compileCall(node, functions);
    case 'binary':
      return compileBinary(node, functions);
    case 'condition':
      return compileCondition(node, functions);
    case 'block': {
      const steps = compileAll(node.expressions ?? [], functions);
      return steps && ((context) => steps.reduce<unknown>((_, step) => step(context), undefined));
    }
    default:
      return undefined;
  }
}

function compileAll(nodes: readonly Node[], functions: Functions): readonly Direct[] | undefined {
  const compiled = nodes.flatMap((node) => compileDirect(node, functions) ?? []);
  return compiled.length === nodes.length ? compiled : undefined;
}

function compileVariable(node: Node): Direct | undefined {
  if (node.value === '') return (context) => context.element;
  return node.value === RECORD ? (context) => context.record : undefined;
}

function compilePath(node: Node): Direct | undefined {
  const [first, ...rest] = node.steps ?? [];
  if (!first || node['keepSingletonArray'] === true) return undefined;
  const start = first.type === 'variable' ? compileVariable(first) : undefined;
  const steps = first.type === 'variable' ? rest : [first, ...rest];
  const names = steps.flatMap((step) => (isPlainName(step) ? [String(step.value)] : []));
  if (names.length !== steps.length || (first.type === 'variable' && !start)) return undefined;
  const [only] = names;
  if (only !== undefined && names.length === 1 && !start) return (context) => readName(context.element, only);
  return (context) => walk(start ? start(context) : context.element, names);
}

/** A bare name: the most frequent of all expressions, so it has a short way of its own. */
function readName(element: unknown, name: string): unknown {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return walk(element, [name]);
  const value = Object.hasOwn(element, name) ? (element as Record<string, unknown>)[name] : undefined;
  return Array.isArray(value) ? walk(element, [name]) : value;
}

const isPlainName = (step: Node): boolean =>
  step.type === 'name' &&
  Object.keys(step).every((word) => word === 'type' || word === 'value' || word === 'position');

function compileCall(node: Node, functions: Functions): Direct | undefined {
  const name = node.procedure?.type === 'variable' ? String(node.procedure.value) : '';
  const inputs = compileAll(node.arguments ?? [], functions);
  const [input] = inputs ?? [];
  if (!inputs || 'nextFunction' in node) return undefined;
  const lintelFunction = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (lintelFunction) return (context) => lintelFunction(...inputs.map((each) => each(context)));
  if (!input || inputs.length !== 1) return undefined;
  if (name === 'exists') return (context) => input(context) !== undefined;
  if (name === 'boolean') return (context) => truth(input(context));
  if (name !== 'not') return undefined;
  return (context) => {
    const value = truth(input(context));
    return value === undefined ? undefined : !value;
  };
}

function compileBinary(node: Node, functions: Functions): Direct | undefined {
  const left = node.lhs && compileDirect(node.lhs, functions);
  const right = node.rhs && compileDirect(node.rhs, functions);
  if (!left || !right) return undefined;
  switch (node.value) {
    case '=':
      return (context) => equal(left(context), right(context));
    case '!=':
      return (context) => {
        const [a, b] = [left(context), right(context)];
        return a !== undefined && b !== undefined && !equal(a, b);
      };
    case 'and':
      return (context) => truth(left(context)) === true && truth(right(context)) === true;
    case 'or':
      return (context) => truth(left(context)) === true || truth(right(context)) === true;
    case '&':
      return (context) => joined(left(context)) + joined(right(context));
    default:
      return undefined;
  }
}

function compileCondition(node: Node, functions: Functions): Direct | undefined {
  const condition = node.condition && compileDirect(node.condition, functions);
  const then = node.then && compileDirect(node.then, functions);
  const otherwise = node.else ? compileDirect(node.else, functions) : () => undefined;
  if (!condition || !then || !otherwise) return undefined;
  return (context) => (truth(condition(context)) === true ? then(context) : otherwise(context));
}
