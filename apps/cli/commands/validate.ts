import { Command } from 'commander';
import { readConfiguration } from '#libs/pipeline/configuration/read-configuration.js';
import { ConfigurationErrors } from '#libs/pipeline/configuration/problems.js';
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
        const { connectors } = readConfiguration({
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
        if (json) printJson({ valid: true, connectors: found });
        else for (const it of found) print(`ok  ${it.connector}: ${it.streams.join(', ')}`);
      } catch (error) {
        if (!(error instanceof ConfigurationErrors)) throw error;
        const problems = error.problems.flatMap((it) => shownError(it) ?? []);
        if (json) printJson({ valid: false, errors: problems });
        else for (const it of problems) print(plainError(it));
        process.exitCode = EXIT.config;
      }
    });
}
