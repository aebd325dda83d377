/** JSONata's own functions that a mapping may use. */
export const BUILT_INS = [
  'abs', 'append', 'assert', 'average', 'base64decode', 'base64encode', 'boolean', 'ceil', 'contains', 'count',
  'decodeUrl', 'decodeUrlComponent', 'distinct', 'each', 'encodeUrl', 'encodeUrlComponent', 'error', 'exists', 'filter',
  'floor', 'formatBase', 'formatInteger', 'formatNumber', 'fromMillis', 'join', 'keys', 'length', 'lookup', 'lowercase',
  'map', 'match', 'max', 'merge', 'min', 'not', 'number', 'parseInteger', 'power', 'reduce', 'replace', 'reverse', 'round',
  'sift', 'single', 'sort', 'split', 'spread', 'sqrt', 'string', 'substring', 'substringAfter', 'substringBefore', 'sum',
  'toMillis', 'trim', 'type', 'uppercase', 'zip',
] as const;

/** A mapping gives the same answer for the same record, always: no clock, no chance, no code out of data. */
export const IMPURE = ['now', 'millis', 'random', 'shuffle', 'eval'] as const;
