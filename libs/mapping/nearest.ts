/** The word of the list that was most likely meant; undefined where none is near enough. Compares by edit distance with swaps, without case. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewestEdits = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < fewestEdits) [best, fewestEdits] = [candidate, edits];
  }
  return best;
}

/** `Did you mean "status"?`, or the words to choose from where they are at most twelve, or undefined. */
export function suggestion(word: string, words: Iterable<string>): string | undefined {
  const list = [...words];
  const near = nearest(word, list);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return list.length > 0 && list.length <= 12 ? `There is: ${list.join(', ')}.` : undefined;
}

function distance(a: string, b: string): number {
  let rowBeforeLast: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (rowBeforeLast[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [rowBeforeLast, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
