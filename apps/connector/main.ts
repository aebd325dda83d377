import 'reflect-metadata';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { openLog } from '#libs/ops/log/app-log.js';
import { levelOf, readSettings } from '#libs/ops/settings.js';
import { configLines } from './config-lines.js';
import { startConnectorApp } from './start.js';

const { settings, errors } = readSettings(process.env);
const log = openLog({ level: levelOf(settings) });

/** A bug: stop, keep the checkpoint, let the supervisor restart. */
const onBug = (error: unknown): void => {
  try {
    log.bug(error);
  } finally {
    process.exit(70);
  }
};
process.on('uncaughtException', onBug);
process.on('unhandledRejection', onBug);

if (errors.length > 0) {
  errors.flatMap(configLines).forEach(log.line);
  process.exit(2);
}

try {
  const connector = await startConnectorApp({ settings, environment: process.env, log, onBug });
  const { LINTEL_HTTP_HOST: host, LINTEL_HTTP_PORT: port } = settings;
  log.line({ level: 'info', state: 'listening', message: `Listening on http://${host}:${port}` });
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      connector.close().then(() => process.exit(0), onBug);
    });
} catch (error) {
  if (error instanceof ConfigError) {
    configLines(error).forEach(log.line);
    process.exit(2);
  }
  if (!(error instanceof TransientError)) throw error;
  log.line({ level: 'error', code: error.code, message: error.message });
  process.exit(3);
}
