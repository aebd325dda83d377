import { EventEmitter } from 'node:events';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { prepareCluster } from '#libs/kafka/prepare-cluster.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { ledgerForPipeline } from '#libs/ledger/ports/for-pipeline.js';
import type { LogLine } from '#libs/model/log-line.js';
import type { AppLog } from '#libs/ops/log/app-log.js';
import { Metrics } from '#libs/ops/metrics.js';
import { kafkaConnection } from '#libs/ops/kafka-settings.js';
import { databaseTls, pem, type Settings } from '#libs/ops/settings.js';
import type { Configuration } from '#libs/configuration/configuration.js';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import type { CommitNews } from '#libs/pipeline/runtime.js';
import { folderStore } from '#libs/sources/attachments/folder-store.js';
import { maxBodyBytes } from '#libs/sources/webhook/parse-delivery.js';
import { AppModule } from './app.module.js';
import { ledgerMetrics } from './health/ledger-metrics.js';
import { realRuntime } from './runtime.js';
import type { Commits, OnBug } from './tokens.js';

export interface StartOptions {
  readonly settings: Settings;
  /** Where `${env:…}` of the connectors is looked up. */
  readonly environment: NodeJS.ProcessEnv;
  readonly log: AppLog;
  readonly onBug: OnBug;
}

export interface ConnectorApp {
  readonly app: NestExpressApplication;
  /** Ends what is under way, gives leases back, closes everything. */
  close(): Promise<void>;
}

/** The connector app, listening. Throws ConfigError and TransientError where something must be mended first. */
export async function startConnectorApp(options: StartOptions): Promise<ConnectorApp> {
  const { settings, environment, onBug } = options;
  const log = options.log.line;
  const configuration = readConfiguration({
    folder: settings.LINTEL_CONNECTORS_DIR,
    wanted: settings.LINTEL_CONNECTORS.split(','),
    environment,
  });
  const tls = databaseTls(
    settings.DATABASE_URL,
    settings.DATABASE_CA_FILE && pem('DATABASE_CA_FILE', settings.DATABASE_CA_FILE),
  );
  const ledger = await Ledger.open({
    url: settings.DATABASE_URL,
    prefix: settings.LINTEL_PREFIX,
    applicationName: 'lintel connector',
    ...(tls ? { tls } : {}),
  });
  try {
    const talk = kafkaConnection(settings, 'lintel-connector', log);
    const { kafka, differences } = await prepareCluster(talk, {
      prefix: settings.LINTEL_PREFIX,
      ledgerId: ledger.id,
      partitions: settings.LINTEL_PARTITIONS,
      ...(settings.LINTEL_REPLICATION_FACTOR === undefined
        ? {}
        : { replicationFactor: settings.LINTEL_REPLICATION_FACTOR }),
    });
    for (const difference of differences) log({ level: 'warn', part: 'kafka', ...difference });
    const metrics = new Metrics();
    ledgerMetrics(metrics, ledger);
    const commits: Commits = new EventEmitter();
    commits.on('committed', (news) => metrics.committed(news));
    commits.on('committed', (news) => log(commitLine(news)));
    const runtime = realRuntime(
      ledgerForPipeline(ledger, configuration),
      (news) => void commits.emit('committed', news),
      log,
    );
    const attachments = folderStore(settings.LINTEL_ATTACHMENTS);
    const opened = {
      settings,
      configuration,
      ledger,
      kafka,
      metrics,
      runtime,
      commits,
      attachments,
      onBug,
    };
    const app = await NestFactory.create<NestExpressApplication>(AppModule.over(opened), {
      bodyParser: false,
      logger: options.log.nest,
    });
    app.useBodyParser('raw', { type: () => true, limit: largestBody(configuration) });
    app.disable('x-powered-by');
    await app.listen(settings.LINTEL_HTTP_PORT, settings.LINTEL_HTTP_HOST);
    const close = async (): Promise<void> => {
      await app.close();
      await ledger.close();
    };
    return { app, close };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** What any stream takes; each refuses what is too large for itself. */
const largestBody = ({ connectors }: Configuration): number =>
  Math.max(
    0,
    ...connectors
      .flatMap(({ streams }) => streams)
      .map(({ source }) => (source.kind === 'webhook' ? maxBodyBytes(source) : 0)),
  );

/** All is well: seen only by who asks for it. With the batch's id a person finds the commit of an event or a dead letter. */
function commitLine({ stream, batch, outcomes, seconds: exactly }: CommitNews): LogLine {
  const { connector, name } = stream;
  const records = outcomes.length;
  const seconds = Math.round(exactly * 1000) / 1000;
  return {
    level: 'debug',
    connector,
    stream: name,
    batch,
    records,
    seconds,
    message: 'A batch is committed.',
  };
}
