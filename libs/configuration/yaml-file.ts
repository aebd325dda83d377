import type { FilePlace } from '#libs/model/errors.js';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Pair } from 'yaml';
import type { Problems } from './problems.js';
import { findTraps } from './yaml-traps.js';

/** Names and indexes from the root of a document down to a value. */
export type YamlPath = readonly (string | number)[];

/** A parsed file that can tell where in its text a value stands. */
export interface YamlFile {
  /** Its path, as it was given. */
  readonly file: string;
  /** Plain data of unknown shape, until `checkSchema` has checked it. */
  readonly value: unknown;
  /**
   * The place of a value; of the nearest value above it where there is none. `key`: the place of the name instead of its value. `offset`:
   * so many characters into a value of one line.
   */
  place(path: YamlPath, where?: { readonly key?: boolean; readonly offset?: number }): FilePlace;
}

/** Parses a YAML text. Undefined where it is not YAML, or not what its author meant (`findTraps`); `problems` then says why. */
export function parseYaml(text: string, file: string, problems: Problems): YamlFile | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    const expression = /[:-]\s+=/.test(text.split('\n')[line - 1] ?? '');
    problems.add(
      'bad-yaml',
      `This is not YAML: ${error.message}`,
      { file, line, column: col },
      expression ? QUOTE : undefined,
    );
  }
  if (document.errors.length > 0) return undefined;
  const place: YamlFile['place'] = (path, where) => placeOf(document, lines, file, path, where);
  const traps = findTraps(document);
  for (const trap of traps) problems.add(trap.code, trap.message, place(trap.path), trap.way);
  if (traps.length > 0) return undefined;
  try {
    return { file, value: document.toJS(), place };
  } catch (error) {
    // An alias that names nothing, or itself.
    const name = error instanceof ReferenceError ? /: (\S+)/.exec(error.message)?.[1] : undefined;
    if (name === undefined) throw error;
    const { line, col } = lines.linePos(Math.max(0, text.indexOf(`*${name}`)));
    problems.add('bad-yaml', `Nothing is called "&${name}".`, { file, line, column: col });
    return undefined;
  }
}

const QUOTE = 'An expression with `: ` or ` #` in it stands in single quotes.';

function placeOf(
  document: Document,
  lines: LineCounter,
  file: string,
  path: YamlPath,
  { key = false, offset = 0 }: { key?: boolean; offset?: number } = {},
): FilePlace {
  let node: unknown = document.contents;
  let at = 0;
  for (const [index, step] of path.entries()) {
    const found: unknown = isMap(node)
      ? node.items.find((pair) => isKey(pair, step))
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    if (found === undefined) break;
    const value: unknown = isPair(found) ? found.value : found;
    const isLast = index === path.length - 1;
    at =
      startOf(isPair(found) && ((key && isLast) || startOf(value) === undefined) ? found.key : value) ?? at;
    node = value;
    if (isLast && !key && isScalar(node))
      at += offset + (node.type?.startsWith('QUOTE') === true && offset > 0 ? 1 : 0);
  }
  const { line, col } = lines.linePos(at);
  return { file, line, column: col, path: path.join('.') };
}

const isKey = (pair: Pair, step: string | number): boolean =>
  isScalar(pair.key) && String(pair.key.value) === String(step);

const startOf = (node: unknown): number | undefined =>
  isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined;
