import { suggestion } from '../nearest.js';
import { RECORD, visit, type Node } from './ast.js';
import { BUILT_INS, IMPURE } from './built-ins.js';

/** Names that an expression may use. */
export interface Names {
  /** Bare names: of the element in hand, which outside `each` is the record. Undefined: any. */
  readonly element: readonly string[] | undefined;
  /** Names of the record, after `$$`. Undefined: any. */
  readonly record: readonly string[] | undefined;
  /** Lintel's own functions, without `$`. */
  readonly functions: readonly string[];
}
/** A name in an expression that stands for nothing, or for what a mapping may not use. */
export interface NameFault {
  readonly code: 'unknown-name' | 'unknown-function' | 'unknown-variable' | 'impure-function';
  readonly message: string;
  /** Where it begins: characters into the expression, without its `=`. */
  readonly position?: number;
  readonly way?: string;
}

/** Finds names that no record has, functions and variables that do not exist, and functions that are not pure. */
export function checkNames(tree: Node, names: Names): readonly NameFault[] {
  const faults: NameFault[] = [];
  checkFields(tree, names, (name, node, allowed) =>
    faults.push(fault('unknown-name', `The stream declares no "${name}".`, node, suggestion(name, allowed))),
  );
  return [...faults, ...checkVariables(tree, names.functions)];
}

const READING = new Set(['name', 'wildcard', 'descendant', 'parent']);

/**
 * Tells whether the value of an expression can depend on the record. JSONata's own functions take the record for an argument that is left
 * out, so a call of one counts as reading; Lintel's functions (`lintelFunctions`, without `$`) take only what they are given.
 */
export function readsRecord(tree: Node, lintelFunctions: readonly string[]): boolean {
  let reads = false;
  visit(tree, (node) => {
    reads ||=
      READING.has(node.type) ||
      (node.type === 'variable' && (node.value === '' || node.value === RECORD)) ||
      (node.type === 'function' && !lintelFunctions.includes(String(node.procedure?.value)));
  });
  return reads;
}

type Report = (name: string, node: Node, allowed: readonly string[]) => void;

/** Walks what is evaluated on the element itself. Behind the first step of a path a name belongs to what was found there, which nobody declares. */
function checkFields(value: unknown, names: Names, report: Report): void {
  if (Array.isArray(value)) return value.forEach((item) => checkFields(item, names, report));
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return;
  const node = value as Node;
  if (node.type === 'name') return checkName(node, names.element, report);
  if (node.type !== 'path') {
    const unchecked = { ...names, element: undefined };
    for (const [word, child] of Object.entries(node)) {
      const otherContext =
        word === 'predicate' || word === 'stages' || word === 'group' || node.type === 'transform';
      if (word !== 'procedure') checkFields(child, otherContext ? unchecked : names, report);
    }
    return;
  }
  const [first, second, ...rest] = node.steps ?? [];
  const unchecked = { ...names, element: undefined };
  checkFields(first, names, report);
  const root =
    first?.type !== 'variable'
      ? undefined
      : first.value === RECORD
        ? names.record
        : first.value === ''
          ? names.element
          : undefined;
  checkFields(second, { ...names, element: root }, report);
  checkFields([rest, node['group'], first?.['stages'], first?.['predicate']], unchecked, report);
}

function checkName(node: Node, allowed: readonly string[] | undefined, report: Report): void {
  const name = String(node.value);
  if (allowed && !allowed.includes(name)) report(name, node, allowed);
}

function checkVariables(tree: Node, lintelFunctions: readonly string[]): readonly NameFault[] {
  const bound = new Set<string>(['', RECORD]);
  const used: Node[] = [];
  visit(tree, (node) => {
    if (node.type === 'bind') bound.add(String(node.lhs?.value));
    if (node.type === 'lambda') node.arguments?.forEach((argument) => bound.add(String(argument.value)));
    for (const word of ['focus', 'index'] as const) if (typeof node[word] === 'string') bound.add(node[word]);
    if (node.type === 'variable') used.push(node);
  });
  const functions = [...lintelFunctions, ...BUILT_INS];
  const known = new Set([...bound, ...functions]);
  const called = new Set<unknown>();
  visit(tree, (node) => {
    if (node.type === 'function' || node.type === 'partial') called.add(node.procedure);
  });
  return used.flatMap((node) => {
    const name = String(node.value);
    if ((IMPURE as readonly string[]).includes(name)) {
      const way = 'The same record must always give the same answer.';
      return fault('impure-function', `$${name} is not for mappings.`, node, way);
    }
    if (known.has(name)) return [];
    const way = suggestion(name, called.has(node) ? functions : [...bound].filter(Boolean))?.replace(
      '"',
      '"$',
    );
    return called.has(node)
      ? fault('unknown-function', `There is no function $${name}.`, node, way)
      : fault('unknown-variable', `There is no variable $${name}.`, node, way);
  });
}

function fault(code: NameFault['code'], message: string, node: Node, way: string | undefined): NameFault {
  // JSONata says where a word ends; `$` is not part of a variable's name.
  const length = String(node.value).length + (node.type === 'variable' ? 1 : 0);
  return {
    code,
    message,
    ...(node.position === undefined ? {} : { position: node.position - length }),
    ...(way === undefined ? {} : { way }),
  };
}
