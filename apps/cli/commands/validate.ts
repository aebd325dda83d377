import { Command } from 'commander';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import type { DeadlineLaw } from '#libs/configuration/deadline-laws.js';
import { ConfigurationErrors } from '#libs/configuration/problems.js';
import { EXIT, plainError, print, printJson, shownError } from '../output.js';

interface Options {
  readonly dir?: string;
  readonly json?: boolean;
}

/** Reads and checks connectors without running anything: no database, no broker, no secrets needed (I9). */
export function validateCommand(): Command {
  return new Command('validate')
    .description('check connectors; changes nothing and needs nothing running')
    .argument('[names...]', 'globs of connector names; all of them without')
    .option('--dir <folder>', 'the connectors folder (LINTEL_CONNECTORS_DIR, else "connectors")')
    .option('--json', 'answer in JSON')
    .action((names: readonly string[], { dir, json }: Options) => {
      const folder = dir ?? process.env['LINTEL_CONNECTORS_DIR'] ?? 'connectors';
      const wanted = names.length === 0 ? ['*'] : names;
      try {
        const { connectors, laws } = readConfiguration({
          folder,
          wanted,
          environment: process.env,
          unresolved: 'keep',
        });
        const found = connectors.map((it) => ({
          connector: it.name,
          system: it.system,
          streams: it.streams.map((one) => one.name),
        }));
        if (json) printJson({ valid: true, connectors: found, deadlines: laws });
        else
          [
            ...found.map((it) => `ok  ${it.connector}: ${it.streams.join(', ')}`),
            ...laws.map(lawLine),
          ].forEach(print);
      } catch (error) {
        if (!(error instanceof ConfigurationErrors)) throw error;
        const problems = error.problems.flatMap((it) => shownError(it) ?? []);
        if (json) printJson({ valid: false, errors: problems });
        else for (const it of problems) print(plainError(it));
        process.exitCode = EXIT.config;
      }
    });
}

/** Deadlines are an aid, not legal advice: a law is in use only where somebody has verified its rules. */
const lawLine = ({ id, title, rules, inUse, why }: DeadlineLaw): string =>
  inUse > 0
    ? `ok  deadlines ${id}: ${inUse} of ${rules} rules in use`
    : `off deadlines ${id}: ${title}. ${why ?? 'Not enabled.'} An aid, not legal advice.`;
