import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';

/** The folder of Lintel's own package.json, at `from` or above it. Throws ConfigError `not-in-lintel` where there is none. */
export function packageRoot(from = process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && isLintel(readFileSync(file, 'utf8'))) return folder;
    if (folder === dirname(folder)) break;
  }
  throw new ConfigError(
    'not-in-lintel',
    `No Lintel checkout at ${from} or above`,
    undefined,
    'Start it from inside the checkout.',
  );
}

function isLintel(text: string): boolean {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && 'name' in content && content.name === 'lintel';
  } catch {
    return false;
  }
}
