import jsonata from 'jsonata';

/** A node of JSONata's syntax tree, as far as we read it. */
export interface Node {
  readonly type: string;
  value?: unknown;
  readonly position?: number;
  readonly steps?: readonly Node[];
  readonly arguments?: readonly Node[];
  readonly procedure?: Node;
  readonly lhs?: Node;
  readonly rhs?: Node;
  readonly condition?: Node;
  readonly then?: Node;
  readonly else?: Node;
  readonly expressions?: readonly Node[];
  readonly [other: string]: unknown;
}

/** The variable that `$$` becomes. JSONata's own `$$` would be the element inside `each`. Nobody can write this name in an expression. */
export const RECORD = '$record$';

/** A parsed expression: its tree, and the library's object that evaluates it. */
export interface Parsed {
  readonly tree: Node;
  readonly expression: jsonata.Expression;
}

/** Parses an expression, without its `=`. Throws what JSONata throws: `{ code, position, message }`. */
export function parse(source: string): Parsed {
  const expression = jsonata(source);
  const tree = expression.ast() as unknown as Node;
  visit(tree, (node) => {
    if (node.type === 'variable' && node.value === '$') node.value = RECORD;
  });
  return { tree, expression };
}

/** Calls `visitor` with every node of a tree, parents first. */
export function visit(value: unknown, visitor: (node: Node) => void): void {
  if (Array.isArray(value)) value.forEach((item) => visit(item, visitor));
  else if (isNode(value)) {
    visitor(value);
    for (const child of Object.values(value)) visit(child, visitor);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !(value instanceof RegExp);
