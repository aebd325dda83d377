import type { Authority } from '#libs/resolution/fold/order.js';
import { suggestion } from '#libs/mapping/nearest.js';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAuthority } from './check-authority.js';
import { checkSchema } from './check-schema.js';
import type { Configuration } from './configuration.js';
import { deadlineLaws } from './deadline-laws.js';
import type { Environment } from './placeholders.js';
import { collectProblems, ConfigurationErrors, type Problems } from './problems.js';
import { readAuthority } from './read-authority.js';
import { readConnector } from './read-connector.js';
import { readDeadlines } from './read-deadlines.js';
import { readSchemes } from './read-schemes.js';
import { shippedRules, yamlFiles } from './shipped.js';
import { parseYaml, type YamlFile } from './yaml-file.js';

export interface ConfigurationOptions {
  /** The connectors folder. Paths in errors begin with it as it is given. */
  readonly folder: string;
  /** Globs of connector names (`*`, `?`), as in LINTEL_CONNECTORS. */
  readonly wanted: readonly string[];
  readonly environment: Environment['variables'];
  /** `keep`: run without the environment; settings then hold `${env:…}`, and a port that is not known is 0. Default `refuse`. */
  readonly unresolved?: Environment['unresolved'];
}

/** Reads and checks everything; throws ConfigurationErrors with all that is wrong in all files. Changes nothing (I9). */
export function readConfiguration(options: ConfigurationOptions): Configuration {
  const problems = collectProblems();
  const configuration = inspect(options, problems);
  const [first, ...rest] = problems.all;
  if (first) throw new ConfigurationErrors([first, ...rest]);
  return configuration;
}

function inspect(
  { folder, wanted, environment, unresolved = 'refuse' }: ConfigurationOptions,
  problems: Problems,
): Configuration {
  const names = connectorNames(folder);
  const schemesFile = readYaml(join(folder, 'schemes.yaml'), problems);
  const schemes = schemesFile ? readSchemes(schemesFile, problems) : {};
  const authorityFile = existsSync(join(folder, 'authority.yaml'))
    ? readYaml(join(folder, 'authority.yaml'), problems)
    : undefined;
  const authority: Authority = authorityFile ? readAuthority(authorityFile, names, problems) : {};
  const read = chosen(names, wanted, folder, problems).flatMap((name) => {
    const file = readYaml(join(folder, name, 'connector.yaml'), problems);
    if (!file || !checkSchema('connector', file, problems)) return [];
    return [
      readConnector(
        name,
        join(folder, name),
        file,
        schemes,
        { variables: environment, unresolved },
        problems,
      ),
    ];
  });
  checkAuthority(
    read.flatMap(({ speaks }) => speaks),
    authority,
    problems,
  );
  return {
    connectors: read.map(({ spec }) => spec),
    schemes,
    authority,
    ...deadlinesOf(folder, problems),
  };
}

/** deadlines.yaml, with the rules that come with Lintel and those in the folder's own `rules`. */
function deadlinesOf(folder: string, problems: Problems): Pick<Configuration, 'deadlines' | 'laws'> {
  const read = (path: string): readonly YamlFile[] =>
    [readYaml(path, problems)].filter((it) => it !== undefined);
  const own = existsSync(join(folder, 'deadlines.yaml'))
    ? readYaml(join(folder, 'deadlines.yaml'), problems)
    : undefined;
  const rules = [...shippedRules(), ...yamlFiles(join(folder, 'rules'))].flatMap(read);
  const deadlines = readDeadlines(own, rules, problems);
  const laws = problems.all.length === 0 ? deadlineLaws(rules, deadlines) : [];
  return deadlines ? { deadlines, laws } : { laws };
}

/** Folders with a connector.yaml, in order of their names. */
function connectorNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(folder, name, 'connector.yaml')))
    .sort();
}

function chosen(
  names: readonly string[],
  wanted: readonly string[],
  folder: string,
  problems: Problems,
): readonly string[] {
  for (const glob of wanted) {
    if (names.some((name) => fits(name, glob))) continue;
    problems.add(
      'unknown-connector',
      `No connector is called "${glob}".`,
      { file: folder },
      suggestion(glob, names),
    );
  }
  return names.filter((name) => wanted.some((glob) => fits(name, glob)));
}

function fits(name: string, glob: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(name);
}

function readYaml(path: string, problems: Problems): YamlFile | undefined {
  try {
    return parseYaml(readFileSync(path, 'utf8'), path, problems);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    problems.add('missing-file', 'The file cannot be read.', { file: path });
    return undefined;
  }
}
