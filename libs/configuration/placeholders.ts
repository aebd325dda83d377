import { readFileSync } from 'node:fs';
import type { Problems } from './problems.js';
import type { YamlFile, YamlPath } from './yaml-file.js';

/** `keep`: `${env:…}` and `${file:…}` stay as they are, for checks without the environment. */
export interface Environment {
  readonly variables: { readonly [name: string]: string | undefined };
  readonly unresolved: 'refuse' | 'keep';
}
export type Resolve = (text: string, path: YamlPath) => string;

/** Puts in what settings name: `${env:NAME}` a variable, `${file:/path}` the text of a file without its last line break. */
export function makeResolve(environment: Environment, file: YamlFile, problems: Problems): Resolve {
  return (text, path) => {
    if (environment.unresolved === 'keep') return text;
    return text.replace(/\$\{(env|file):([^}]+)\}/g, (whole, kind: string, name: string) => {
      const found = kind === 'env' ? environment.variables[name] || undefined : readSecret(name);
      if (found !== undefined) return found;
      if (kind === 'env')
        problems.add(
          'missing-environment',
          `The environment variable ${name} is not set.`,
          file.place(path),
          `Set ${name}.`,
        );
      else
        problems.add(
          'missing-file',
          `The file ${name} cannot be read.`,
          file.place(path),
          'Mount it, or name another.',
        );
      return whole;
    });
  };
}

function readSecret(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}
