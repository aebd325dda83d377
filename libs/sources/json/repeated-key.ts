const BRACKET_OR_TEXT = /["{}[\],:]/g;
const BACKSLASH = 0x5c;

/**
 * Tells whether an object of this JSON text has a key twice. JSON.parse takes the last one without a word, so what the first said would be
 * lost. `text` must be valid JSON. Two spellings of one key (`"a"`, `"\u0061"`) are the same key.
 */
export function hasRepeatedKey(text: string): boolean {
  /** One entry for each open bracket: the keys of an object so far; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  const next = new RegExp(BRACKET_OR_TEXT);
  let previous = '';
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const [token] = found;
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === '"') {
      next.lastIndex = endOfText(text, next.lastIndex);
      const keys = open.at(-1);
      if (keys && (previous === '{' || previous === ',')) {
        const key = keyIn(text.slice(found.index, next.lastIndex));
        if (keys.has(key)) return true;
        keys.add(key);
      }
    }
    previous = token;
  }
  return false;
}

/** Where a text ends whose content begins at `from`. A regular expression over a photo of 15 MB would exhaust the stack. */
function endOfText(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); ; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((quote - first) % 2 === 0) return quote + 1;
  }
}

const keyIn = (quoted: string): string =>
  quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
