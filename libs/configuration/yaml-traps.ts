import { isScalar, visit, type Document, type Node, type Pair } from 'yaml';
import type { YamlPath } from './yaml-file.js';

/** An expression that YAML has cut short. */
export interface Trap {
  readonly code: 'yaml-comma' | 'yaml-comment' | 'yaml-cut';
  readonly message: string;
  readonly way: string;
  readonly path: YamlPath;
}

/** Finds expressions that YAML has cut short: the file is well-formed, but not what its author meant. */
export function findTraps(document: Document): readonly Trap[] {
  const traps: Trap[] = [];
  visit(document, {
    Scalar: (key, node, ancestors) => {
      if (key === 'key' || node.type !== 'PLAIN' || typeof node.value !== 'string') return;
      if (!node.value.startsWith('=') || isWhole(node.value)) return;
      const path = pathOf(key, ancestors);
      const isInFlow = ancestors.some((ancestor) => 'flow' in ancestor && ancestor.flow);
      const hasComment = typeof node.comment === 'string';
      if (isInFlow)
        traps.push({
          code: 'yaml-comma',
          message: COMMA,
          way: 'Put the expression on a line of its own.',
          path,
        });
      else if (hasComment)
        traps.push({
          code: 'yaml-comment',
          message: HASH,
          way: 'Put the expression in single quotes.',
          path,
        });
    },
  });
  return traps;
}

const COMMA =
  'In { … } and [ … ] of YAML `,` `[` `]` `{` `}` end the value: only a part of the expression was read.';
const HASH = 'In YAML ` #` begins a comment: only a part of the expression was read.';

/** Tells whether every bracket and quote that is opened in an expression is closed. */
function isWhole(text: string): boolean {
  let open = 0;
  let quote = '';
  for (const letter of text.replace(/\\./g, '')) {
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'" || letter === '`') quote = letter;
    else if ('([{'.includes(letter)) open += 1;
    else if (')]}'.includes(letter)) open -= 1;
  }
  return open === 0 && quote === '';
}

function pathOf(key: unknown, ancestors: readonly (Document | Node | Pair)[]): YamlPath {
  const path: (string | number)[] = [];
  const chain = [...ancestors];
  for (const [index, ancestor] of chain.entries()) {
    if ('key' in ancestor && isScalar(ancestor.key)) path.push(String(ancestor.key.value));
    const next = chain[index + 1];
    if ('items' in ancestor && next !== undefined && !('key' in next))
      path.push((ancestor.items as unknown[]).indexOf(next));
  }
  return typeof key === 'number' ? [...path, key] : path;
}
