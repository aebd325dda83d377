import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { readSettings } from '#libs/ops/settings.js';
import { packageRoot } from '#libs/local/package-root.js';

/** The apps without the simulator. Checks everything that can be checked before anything starts. */
export function runCommand(): Command {
  return new Command('run')
    .description('run the connectors that LINTEL_CONNECTORS names, against KAFKA_BROKERS and DATABASE_URL')
    .option('--json', 'what is missing or wrong as JSON')
    .action(() => {
      const { settings, errors } = readSettings(process.env);
      if (errors.length > 0) throw new AggregateError(errors);
      readConfiguration({
        folder: settings.LINTEL_CONNECTORS_DIR,
        wanted: settings.LINTEL_CONNECTORS.split(','),
        environment: process.env,
      });
      const app = spawn(
        process.execPath,
        ['--enable-source-maps', join(packageRoot(), 'dist/apps/connector/main.js')],
        {
          stdio: 'inherit',
        },
      );
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal));
      process.on('SIGINT', () => undefined);
      app.on('exit', (code, signal) => {
        process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
      });
    });
}
