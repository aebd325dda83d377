import type { Authority } from '#libs/resolution/fold/order.js';
import { suggestion } from '#libs/mapping/nearest.js';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAuthority } from './check-authority.js';
import { checkSchema } from './check-schema.js';
import type { Configuration } from './configuration.js';
import { deadlineLaws } from './deadline-laws.js';
import { refuseOverlaps, withOtherPatterns } from './drop-folders.js';
import type { Environment } from './placeholders.js';
import { collectProblems, ConfigurationErrors, type Problems } from './problems.js';
import { readAuthority } from './read-authority.js';
import { readConnector } from './read-connector.js';
import { readDeadlines } from './read-deadlines.js';
import { readSchemes } from './read-schemes.js';
import { shippedRules, yamlFiles } from './shipped.js';
import { parseYaml, type YamlFile } from './yaml-file.js';

/** Which folder is read, and with what. */
export interface ConfigurationOptions {
  /** The connectors folder. Paths in errors begin with it as it is given. */
  readonly folder: string;
  /** Globs of connector names (`*`, `?`), as in LINTEL_CONNECTORS. Other connectors are not read. */
  readonly wanted: readonly string[];
  readonly environment: Environment['variables'];
  /** `keep`: check without the environment. Settings then hold `${env:…}`, and a port that is not known is 0. Default `refuse`. */
  readonly unresolved?: Environment['unresolved'];
}

/**
 * Reads and checks a connectors folder: the wanted connectors with their mappings and code tables, schemes.yaml, authority.yaml, deadlines.yaml
 * and the deadline rules that come with Lintel. A program calls it once, before it starts anything; `lintel validate` and tests call it for
 * what it says. It reads files only, connects to nothing and changes nothing (I9); so a wrong password or column does not show here.
 *
 * Throws ConfigurationErrors with everything that is wrong in all files, each with code, place and way out. When it returns, nothing is wrong.
 */
export function readConfiguration(options: ConfigurationOptions): Configuration {
  const problems = collectProblems();
  const configuration = readAll(options, problems);
  const [first, ...rest] = problems.all;
  if (first) throw new ConfigurationErrors([first, ...rest]);
  return configuration;
}

function readAll(
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
  const connectors = chosenConnectors(names, wanted, folder, problems).flatMap((name) => {
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
    connectors.flatMap(({ blocks }) => blocks),
    authority,
    problems,
  );
  refuseOverlaps(
    connectors.flatMap(({ drops }) => drops),
    problems,
  );
  return {
    connectors: withOtherPatterns(connectors.map(({ spec }) => spec)),
    schemes,
    authority,
    ...deadlinesOf(folder, problems),
  };
}

/** Reads deadlines.yaml, with the rules that come with Lintel and those in the folder's own `rules`. */
function deadlinesOf(folder: string, problems: Problems): Pick<Configuration, 'deadlines' | 'laws'> {
  const readRules = (path: string): readonly YamlFile[] =>
    [readYaml(path, problems)].filter((it) => it !== undefined);
  const deadlinesFile = existsSync(join(folder, 'deadlines.yaml'))
    ? readYaml(join(folder, 'deadlines.yaml'), problems)
    : undefined;
  const rules = [...shippedRules(), ...yamlFiles(join(folder, 'rules'))].flatMap(readRules);
  const deadlines = readDeadlines(deadlinesFile, rules, problems);
  const laws = problems.all.length === 0 ? deadlineLaws(rules, deadlines) : [];
  return deadlines ? { deadlines, laws } : { laws };
}

/** The names of the folders that have a connector.yaml, in order. */
function connectorNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(folder, name, 'connector.yaml')))
    .sort();
}

function chosenConnectors(
  names: readonly string[],
  wanted: readonly string[],
  folder: string,
  problems: Problems,
): readonly string[] {
  for (const glob of wanted) {
    if (names.some((name) => matchesGlob(name, glob))) continue;
    problems.add(
      'unknown-connector',
      `No connector is called "${glob}".`,
      { file: folder },
      suggestion(glob, names),
    );
  }
  return names.filter((name) => wanted.some((glob) => matchesGlob(name, glob)));
}

function matchesGlob(name: string, glob: string): boolean {
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
