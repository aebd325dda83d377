import 'reflect-metadata';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { readSettings } from '#libs/ops/settings.js';
import { makeLogger, streamLog } from './log.js';
import { startConnectorApp } from './start.js';

const logger = makeLogger(process.stdout.isTTY !== true);
const log = streamLog(logger);

/** A bug: stop, keep the checkpoint, let the supervisor restart. Stack traces hold code, not records. */
const onBug = (error: unknown): void => {
  logger.fatal(error instanceof Error ? (error.stack ?? error.message) : 'An unknown error.');
  process.exit(70);
};
process.on('uncaughtException', onBug);
process.on('unhandledRejection', onBug);

const { settings, errors } = readSettings(process.env);
if (errors.length > 0) {
  for (const { code, message, way } of errors) logger.error(`${code}: ${message} ${way ?? ''}`);
  process.exit(2);
}

try {
  const connector = await startConnectorApp({ settings, environment: process.env, logger, log, onBug });
  logger.log(`Listening on http://${settings.LINTEL_HTTP_HOST}:${settings.LINTEL_HTTP_PORT}`);
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      connector.close().then(() => process.exit(0), onBug);
    });
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof TransientError)) throw error;
  const way = error instanceof ConfigError ? (error.way ?? '') : '';
  logger.error(`${error.code}: ${error.message} ${way}`.trimEnd());
  process.exit(error instanceof ConfigError ? 2 : 3);
}
