import type { FilesSettings } from '#libs/sources/files/files-settings.js';
import type { SqlSettings } from '#libs/sources/sql/settings.js';
import type { WebhookSettings } from '#libs/sources/webhook/webhook-settings.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachmentPlaces } from './attachment-places.js';
import type { SourceSettings } from './configuration.js';
import type { ConnectorYaml, FilesYaml, StreamYaml, WebhookYaml } from './connector-yaml.js';
import { milliseconds } from './durations.js';
import type { Resolve } from './placeholders.js';
import type { YamlFile } from './yaml-file.js';
import type { Problems } from './problems.js';

/** What the functions that read one stream share. */
export interface StreamContext {
  /** The connector's folder. */
  readonly folder: string;
  /** Its connector.yaml. */
  readonly file: YamlFile;
  /** The stream's name. */
  readonly name: string;
  readonly resolve: Resolve;
  readonly problems: Problems;
}

/** The settings of one stream's source. Undefined where they cannot be told; the problems of the context say why. */
export function sourceSettings(
  connector: ConnectorYaml,
  stream: StreamYaml,
  context: StreamContext,
): SourceSettings | undefined {
  const streamPlace = context.file.place(['streams', context.name], { key: true });
  const sources = [stream.from, stream.files, stream.webhook].filter((each) => each !== undefined);
  if (sources.length !== 1) {
    context.problems.add('no-source', 'A stream has one of `from`, `files` and `webhook`.', streamPlace);
    return undefined;
  }
  for (const word of ['watermark', 'backfill'] as const) {
    if (stream.from === undefined && stream[word] !== undefined) {
      const place = context.file.place(['streams', context.name, word], { key: true });
      context.problems.add('not-for-source', `"${word}" is only for a stream with \`from\`.`, place);
    }
  }
  if (stream.files) return filesSettings(connector, stream, stream.files, context);
  if (stream.webhook) return webhookSettings(stream, stream.webhook, context);
  return sqlSettings(connector, stream, stream.from ?? '', context);
}

function sqlSettings(
  connector: ConnectorYaml,
  stream: StreamYaml,
  from: string,
  context: StreamContext,
): SqlSettings | undefined {
  const { file, problems, name, resolve } = context;
  const missing = (word: string, why: string, way?: string) =>
    problems.add(
      'missing-key',
      `"${word}" is missing: ${why}`,
      file.place(['streams', name], { key: true }),
      way,
    );
  const { sql } = connector;
  const timezone = stream.timezone ?? connector.timezone ?? sql?.timezone;
  if (!sql)
    problems.add(
      'missing-key',
      'A stream with `from` needs `sql` at the top of the file.',
      file.place(['streams', name, 'from']),
    );
  if (!stream.fields) missing('fields', 'the columns to read.', 'List the columns that the mapping names.');
  if (!stream.watermark) missing('watermark', 'changes would never be seen.');
  if (stream.watermark && stream.version === undefined) {
    missing(
      'version',
      'with a watermark each row has one.',
      `Write \`version: ${stream.watermark.column}\`.`,
    );
  }
  if (timezone === undefined) missing('timezone', 'times of a database have no offset.');
  if (!sql || !stream.fields || !stream.watermark || timezone === undefined) return undefined;
  const sqlSetting = (word: 'host' | 'database' | 'user' | 'password') => resolve(sql[word], ['sql', word]);
  return {
    kind: 'sql',
    dialect: sql.dialect,
    host: sqlSetting('host'),
    port: portOf(resolve(String(sql.port ?? 5432), ['sql', 'port']), context),
    database: sqlSetting('database'),
    user: sqlSetting('user'),
    password: sqlSetting('password'),
    ...(sql.ssl === undefined ? {} : { ssl: sql.ssl }),
    from,
    fields: stream.fields,
    key: [stream.key].flat(),
    watermark: stream.watermark,
    ...(stream.backfill === undefined ? {} : { backfill: stream.backfill }),
    timezone,
  };
}

/** The port, or 0 where its placeholder was kept. */
function portOf(text: string, { file, problems }: StreamContext): number {
  if (text.startsWith('${')) return 0;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    problems.add('bad-value', 'The port is no port.', file.place(['sql', 'port']));
  return port;
}

function filesSettings(
  connector: ConnectorYaml,
  stream: StreamYaml,
  files: FilesYaml,
  context: StreamContext,
): FilesSettings | undefined {
  const hasOwnFolder = files.folder !== undefined;
  const folder = files.folder ?? connector.files?.folder;
  if (folder === undefined) {
    context.problems.add(
      'missing-key',
      '"folder" is missing, here and in `files` at the top.',
      context.file.place(['streams', context.name, 'files'], { key: true }),
    );
    return undefined;
  }
  if (files.format === 'csv' && files.attachments) {
    const place = context.file.place(['streams', context.name, 'files', 'attachments'], { key: true });
    context.problems.add('not-for-source', '"attachments" is only for JSON and XML.', place);
  }
  return {
    kind: 'files',
    folder: context.resolve(
      folder,
      hasOwnFolder ? ['streams', context.name, 'files', 'folder'] : ['files', 'folder'],
    ),
    pattern: files.pattern,
    format: files.format,
    ...(files.record ? { record: files.record } : {}),
    repeated: files.repeated ?? [],
    ...(files.format === 'csv' && stream.fields ? { fields: stream.fields } : {}),
    minimumAgeMs: milliseconds(files.minimumAge ?? connector.files?.minimumAge ?? '5s'),
    ...(files.attachments ? { attachments: attachmentPlaces(files.attachments, 'files', context) } : {}),
  };
}

function webhookSettings(stream: StreamYaml, webhook: WebhookYaml, context: StreamContext): WebhookSettings {
  const path = ['streams', context.name, 'webhook', 'auth'];
  const { basic, standardWebhooks } = webhook.auth;
  const user = basic && context.resolve(basic.user, [...path, 'basic', 'user']);
  const password = basic && context.resolve(basic.password, [...path, 'basic', 'password']);
  const keys = standardWebhooks?.keys.map((key, index) =>
    context.resolve(key, [...path, 'standardWebhooks', 'keys', index]),
  );
  return {
    kind: 'webhook',
    auth: {
      ...(user === undefined || password === undefined ? {} : { basic: { user, password } }),
      ...(keys ? { standardWebhooks: { keys } } : {}),
    },
    format: webhook.format,
    ...(webhook.record === undefined ? {} : { record: webhook.record }),
    repeated: webhook.repeated ?? [],
    respond: respond(stream, context),
    unfit: webhook.unfit ?? 'accept',
    ...(webhook.attachments
      ? { attachments: attachmentPlaces(webhook.attachments, 'webhook', context) }
      : {}),
  };
}

function respond(stream: StreamYaml, context: StreamContext): WebhookSettings['respond'] {
  const { status = 204, contentType = 'text/plain', body } = stream.respond ?? {};
  if (body === undefined) return { status, contentType, body: '' };
  try {
    return { status, contentType, body: readFileSync(join(context.folder, body), 'utf8') };
  } catch {
    const place = context.file.place(['streams', context.name, 'respond', 'body']);
    context.problems.add('missing-file', `There is no file "${body}" in the connector's folder.`, place);
    return { status, contentType, body: '' };
  }
}
