import { posix } from 'node:path';

/**
 * A file name that both globs match; undefined where there is none. Globs are those of a drop folder: `*`, `?`, `[a-z]`, `{a,b}`. Of
 * anything else (`+(a|b)`, `!(a)`) it finds most names, not all. The name that it gives is always one that both match.
 */
export function commonName(left: string, right: string): string | undefined {
  const globs = [left.normalize(), right.normalize()] as const;
  const isCommon = (name: string): boolean => globs.every((glob) => posix.matchesGlob(name, glob));
  const [lefts, rights] = [alternatives(globs[0]), alternatives(globs[1])];
  for (const a of lefts)
    for (const b of rights) {
      const name = meet(tokens(a), tokens(b));
      if (name !== undefined && isCommon(name)) return name;
    }
  return undefined;
}

/** A place in a name: any text, or one character out of some. */
type Token = { readonly any: true } | { readonly any: false; readonly glob: string };
const ANY_TEXT: Token = { any: true };

/** Printable ASCII, letters first: a name that a person might give. */
const CHARACTERS = Array.from(
  'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-. !"#$%&\'()+,:;<=>@[]^`{|}~éß€',
);

const MOST_ALTERNATIVES = 1_000;
/** The innermost `{a,b}`, or `+(a|b)` and its like. */
const CHOICES = /\{([^{}]*,[^{}]*)\}|([?*+@])\(([^()]*)\)/;
const TOKEN = /!\([^)]*\)|\*+|\[[!^]?\]?(?:\[:\w+:\]|[^\]])*\]|[^]/g;

/** `{a,b}.csv` is `a.csv` or `b.csv`. */
function alternatives(glob: string): readonly string[] {
  let open: readonly string[] = [glob];
  while (open.length < MOST_ALTERNATIVES && open.some((each) => CHOICES.test(each)))
    open = open.flatMap(withoutFirstChoice);
  return open;
}

function withoutFirstChoice(glob: string): readonly string[] {
  const [whole, inBraces, sign, inParentheses = ''] = CHOICES.exec(glob) ?? [];
  if (whole === undefined) return [glob];
  const choices = inBraces?.split(',') ?? inParentheses.split('|');
  const maybeNone = sign === '?' || sign === '*' ? ['', ...choices] : choices;
  return maybeNone.map((choice) => glob.replace(whole, () => choice));
}

const tokens = (glob: string): readonly Token[] =>
  (glob.match(TOKEN) ?? []).map((part) =>
    part.startsWith('*') || part.startsWith('!(') ? ANY_TEXT : { any: false, glob: part },
  );

/** The first name that leads through both lists of tokens to their ends. */
function meet(left: readonly Token[], right: readonly Token[]): string | undefined {
  const tried = new Set<string>();
  const from = (i: number, j: number): string | undefined => {
    const [a, b] = [left[i], right[j]];
    if (a === undefined && b === undefined) return '';
    const place = `${i} ${j}`;
    if (tried.has(place)) return undefined;
    tried.add(place);
    for (const [character, nextI, nextJ] of steps(a, b)) {
      const rest = from(i + nextI, j + nextJ);
      if (rest !== undefined) return character + rest;
    }
    return undefined;
  };
  return from(0, 0);
}

type Step = readonly [character: string, left: 0 | 1, right: 0 | 1];

/** How a name can go on: a character that both take, or the end of an "any text" of one of them. */
function steps(a: Token | undefined, b: Token | undefined): readonly Step[] {
  const end: readonly Step[] = [
    ...(a?.any === true ? [['', 1, 0] as const] : []),
    ...(b?.any === true ? [['', 0, 1] as const] : []),
  ];
  if (a === undefined || b === undefined) return end;
  if (a.any && b.any) return [['a', 1, 0], ['a', 0, 1], ...end];
  const character = common(a, b);
  return character === undefined ? end : [[character, a.any ? 0 : 1, b.any ? 0 : 1], ...end];
}

function common(a: Token, b: Token): string | undefined {
  const globs = [a, b].flatMap((token) => (token.any ? [] : [token.glob]));
  return [...CHARACTERS, ...globs.flatMap((glob) => Array.from(glob))].find((character) =>
    globs.every((glob) => takes(glob, character)),
  );
}

/** A single character stands for itself; the path of Node knows the rest. */
const takes = (glob: string, character: string): boolean =>
  glob === character || (glob.length > 1 || glob === '?' ? posix.matchesGlob(character, glob) : false);
