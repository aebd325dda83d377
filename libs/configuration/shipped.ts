import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Paths of the deadline rules that come with this Lintel. It looks for schemas/rules above the program that runs, wherever that was started from. */
export function shippedRules(program = process.argv[1] ?? '.'): readonly string[] {
  for (let folder = resolve(program); ; folder = dirname(folder)) {
    const rules = join(folder, 'schemas', 'rules');
    if (existsSync(rules)) return yamlFiles(rules);
    if (folder === dirname(folder)) return [];
  }
}

/** Paths of the YAML files in a folder, in the order of their names. None where there is no folder. */
export const yamlFiles = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .sort()
        .map((name) => join(folder, name))
    : [];
