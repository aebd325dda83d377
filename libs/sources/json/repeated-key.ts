const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Tells whether an object of this JSON text has a key twice. JSON.parse takes the last one without a word, so what the first said would be
 * lost. `text` must be valid JSON. Two spellings of one key (`"a"`, `"\u0061"`) are the same key.
 */
export function hasRepeatedKey(text: string): boolean {
  /** One entry for each open bracket: the keys of an object so far; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let previous = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    const keys = open.at(-1);
    if (token.startsWith('"') && keys && (previous === '{' || previous === ',')) {
      const key = token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
      if (keys.has(key)) return true;
      keys.add(key);
    }
    previous = token;
  }
  return false;
}
