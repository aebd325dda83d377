import { readFileSync } from 'node:fs';
import type { Problems } from './problems.js';
import type { YamlFile, YamlPath } from './yaml-file.js';

/** What placeholders in settings stand for. */
export interface Environment {
  readonly variables: { readonly [name: string]: string | undefined };
  /** `keep`: `${env:…}` and `${file:…}` stay as they are, so that a folder can be checked without its environment. */
  readonly unresolved: 'refuse' | 'keep';
}
/** Replaces the placeholders in a setting that stands at `path`. */
export type Resolve = (text: string, path: YamlPath) => string;

/**
 * Makes the function that replaces placeholders in a file: `${env:NAME}` by a variable, `${file:/path}` by the text of a file without its last
 * line break. What is not set or cannot be read is added to `problems`, and its placeholder stays.
 */
export function makeResolve(environment: Environment, file: YamlFile, problems: Problems): Resolve {
  return (text, path) => {
    if (environment.unresolved === 'keep') return text;
    return text.replace(/\$\{(env|file):([^}]+)\}/g, (placeholder, kind: string, name: string) => {
      const value = kind === 'env' ? environment.variables[name] || undefined : readSecret(name);
      if (value !== undefined) return value;
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
      return placeholder;
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
