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

export interface StreamPlace {
  readonly folder: string;
  readonly file: YamlFile;
  readonly name: string;
  readonly resolve: Resolve;
  readonly problems: Problems;
}

/** What the source of one stream needs. `undefined`: it cannot be told, and `problems` says why. */
export function sourceSettings(
  connector: ConnectorYaml,
  stream: StreamYaml,
  at: StreamPlace,
): SourceSettings | undefined {
  const here = at.file.place(['streams', at.name], { key: true });
  const given = [stream.from, stream.files, stream.webhook].filter((each) => each !== undefined);
  if (given.length !== 1) {
    at.problems.add('no-source', 'A stream has one of `from`, `files` and `webhook`.', here);
    return undefined;
  }
  for (const word of ['watermark', 'backfill'] as const) {
    if (stream.from === undefined && stream[word] !== undefined) {
      const place = at.file.place(['streams', at.name, word], { key: true });
      at.problems.add('not-for-source', `"${word}" is only for a stream with \`from\`.`, place);
    }
  }
  if (stream.files) return filesSettings(connector, stream, stream.files, at);
  if (stream.webhook) return webhookSettings(stream, stream.webhook, at);
  return sqlSettings(connector, stream, stream.from ?? '', at);
}

function sqlSettings(
  connector: ConnectorYaml,
  stream: StreamYaml,
  from: string,
  at: StreamPlace,
): SqlSettings | undefined {
  const { file, problems, name, resolve } = at;
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
  const setting = (word: 'host' | 'database' | 'user' | 'password') => resolve(sql[word], ['sql', word]);
  return {
    kind: 'sql',
    dialect: sql.dialect,
    host: setting('host'),
    port: portOf(resolve(String(sql.port ?? 5432), ['sql', 'port']), at),
    database: setting('database'),
    user: setting('user'),
    password: setting('password'),
    ...(sql.ssl === undefined ? {} : { ssl: sql.ssl }),
    from,
    fields: stream.fields,
    key: [stream.key].flat(),
    watermark: stream.watermark,
    ...(stream.backfill === undefined ? {} : { backfill: stream.backfill }),
    timezone,
  };
}

/** 0 where it is not known yet. */
function portOf(text: string, { file, problems }: StreamPlace): number {
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
  at: StreamPlace,
): FilesSettings | undefined {
  const own = files.folder !== undefined;
  const folder = files.folder ?? connector.files?.folder;
  if (folder === undefined) {
    at.problems.add(
      'missing-key',
      '"folder" is missing, here and in `files` at the top.',
      at.file.place(['streams', at.name, 'files'], { key: true }),
    );
    return undefined;
  }
  if (files.format === 'csv' && files.attachments) {
    const place = at.file.place(['streams', at.name, 'files', 'attachments'], { key: true });
    at.problems.add('not-for-source', '"attachments" is only for JSON and XML.', place);
  }
  return {
    kind: 'files',
    folder: at.resolve(folder, own ? ['streams', at.name, 'files', 'folder'] : ['files', 'folder']),
    pattern: files.pattern,
    format: files.format,
    ...(files.record ? { record: files.record } : {}),
    repeated: files.repeated ?? [],
    ...(files.format === 'csv' && stream.fields ? { fields: stream.fields } : {}),
    minimumAgeMs: milliseconds(files.minimumAge ?? connector.files?.minimumAge ?? '5s'),
    ...(files.attachments ? { attachments: attachmentPlaces(files.attachments, 'files', at) } : {}),
  };
}

function webhookSettings(stream: StreamYaml, webhook: WebhookYaml, at: StreamPlace): WebhookSettings {
  const path = ['streams', at.name, 'webhook', 'auth'];
  const { basic, standardWebhooks } = webhook.auth;
  const user = basic && at.resolve(basic.user, [...path, 'basic', 'user']);
  const password = basic && at.resolve(basic.password, [...path, 'basic', 'password']);
  const keys = standardWebhooks?.keys.map((key, index) =>
    at.resolve(key, [...path, 'standardWebhooks', 'keys', index]),
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
    respond: respond(stream, at),
    unfit: webhook.unfit ?? 'accept',
    ...(webhook.attachments ? { attachments: attachmentPlaces(webhook.attachments, 'webhook', at) } : {}),
  };
}

function respond(stream: StreamYaml, at: StreamPlace): WebhookSettings['respond'] {
  const { status = 204, contentType = 'text/plain', body } = stream.respond ?? {};
  if (body === undefined) return { status, contentType, body: '' };
  try {
    return { status, contentType, body: readFileSync(join(at.folder, body), 'utf8') };
  } catch {
    const place = at.file.place(['streams', at.name, 'respond', 'body']);
    at.problems.add('missing-file', `There is no file "${body}" in the connector's folder.`, place);
    return { status, contentType, body: '' };
  }
}
