import { readFileSync } from 'node:fs';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';
import { ConfigError } from '#libs/model/errors.js';
import { LOG_LEVELS, type LogLevel } from '#libs/model/log-line.js';

const SASL = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const POSTGRES = /^postgres(ql)?:\/\//;
const MUST_BEGIN = 'must begin with postgres://';
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Where attachments lie unless LINTEL_ATTACHMENTS says otherwise. */
export const DEFAULT_ATTACHMENTS = '.lintel/attachments';

/** The environment of the apps, read and checked in one place. Field by field: what it is, and what to set. */
export class Settings {
  /** `host:port`, several separated by commas. */
  @Matches(/^(?:[^\s,:[\]]+|\[[0-9A-Fa-f:.]+\]):\d+(?:,(?:[^\s,:[\]]+|\[[0-9A-Fa-f:.]+\]):\d+)*$/, {
    message: 'must be host:port, several separated by commas',
  })
  KAFKA_BROKERS!: string;

  /** `true` for TLS to the brokers; a private CA in KAFKA_CA_FILE implies it. */
  @IsOptional()
  @IsIn(['true', 'false'])
  KAFKA_TLS?: 'true' | 'false';

  @IsOptional()
  @IsString()
  KAFKA_CA_FILE?: string;

  /** In capitals too, as brokers write it: `SCRAM-SHA-256`. */
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.toLowerCase() : undefined))
  @IsIn(SASL)
  KAFKA_SASL_MECHANISM?: (typeof SASL)[number];

  @IsOptional()
  @IsString()
  KAFKA_SASL_USERNAME?: string;

  @IsOptional()
  @IsString()
  KAFKA_SASL_PASSWORD?: string;

  /**
   * `postgres://user:password@host:5432/lintel`; `?sslmode=require` for TLS, DATABASE_CA_FILE for a private CA, which implies it. With
   * TLS the server's certificate and name are always checked.
   */
  @Matches(POSTGRES, { message: MUST_BEGIN })
  DATABASE_URL!: string;

  @IsOptional()
  @IsString()
  DATABASE_CA_FILE?: string;

  /** Before every topic name; one per landlord. */
  @Matches(/^[a-z0-9][a-z0-9-]{0,40}$/, { message: 'must be lower-case letters, digits and dashes' })
  LINTEL_PREFIX!: string;

  /** Globs of connector names, separated by commas. */
  @MinLength(1, { message: 'must name at least one connector, as universal-housing,finance-*' })
  LINTEL_CONNECTORS!: string;

  @IsString()
  LINTEL_CONNECTORS_DIR = 'connectors';

  @IsString()
  LINTEL_HTTP_HOST = '127.0.0.1';

  @IsInt({ message: 'must be a port, 0 to 65535' })
  @Min(0, { message: 'must be a port, 0 to 65535' })
  @Max(65_535, { message: 'must be a port, 0 to 65535' })
  LINTEL_HTTP_PORT = 8081;

  /** Required where LINTEL_HTTP_HOST is not loopback; callers send it as `Authorization: Bearer …`. */
  @IsOptional()
  @MinLength(16, { message: 'must have at least 16 characters' })
  LINTEL_HTTP_TOKEN?: string;

  /** Partitions of a topic; final once the topic is made. */
  @IsInt()
  @Min(1)
  @Max(1_000)
  LINTEL_PARTITIONS = 6;

  /** Default: 3, or the number of brokers where there are fewer. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10)
  LINTEL_REPLICATION_FACTOR?: number;

  /** Folder of the files that records bring along; several instances share one. */
  @IsString()
  LINTEL_ATTACHMENTS = DEFAULT_ATTACHMENTS;

  /** The least that is logged. `debug` tells every commit, and what Nest says of itself. */
  @IsIn(LOG_LEVELS)
  LINTEL_LOG_LEVEL: LogLevel = 'info';

  /** `true`: the Kafka library's own warnings too. The relay's state tells what matters. */
  @IsOptional()
  @IsIn(['true', 'false'])
  LINTEL_KAFKA_LOG?: 'true' | 'false';
}

/** The level to log at, also where the settings are not sound. */
export const levelOf = ({ LINTEL_LOG_LEVEL: wanted }: Settings): LogLevel =>
  LOG_LEVELS.find((level) => level === wanted) ?? 'info';

const NUMBERS = new Set(['LINTEL_HTTP_PORT', 'LINTEL_PARTITIONS', 'LINTEL_REPLICATION_FACTOR']);

/** Reads and checks the environment. Gives every fault at once, as ConfigErrors `missing-setting` and `bad-setting`. */
export function readSettings(env: NodeJS.ProcessEnv): {
  readonly settings: Settings;
  readonly errors: readonly ConfigError[];
} {
  const known = Object.entries(env).filter(
    ([name, value]) => /^(KAFKA|DATABASE|LINTEL)_/.test(name) && value !== '',
  );
  const values = Object.fromEntries(
    known.map(([name, value]) => [name, NUMBERS.has(name) ? Number(value) : value]),
  );
  const settings = plainToInstance(Settings, values);
  const errors = validateSync(settings).map(({ property, value, constraints }) =>
    faultOf(property, value, constraints),
  );
  errors.push(...loginFaults(settings), ...databaseFaults(settings.DATABASE_URL));
  if (!LOOPBACK.has(settings.LINTEL_HTTP_HOST) && settings.LINTEL_HTTP_TOKEN === undefined)
    errors.push(
      new ConfigError(
        'missing-setting',
        'LINTEL_HTTP_TOKEN is not set, though LINTEL_HTTP_HOST is not loopback.',
        undefined,
        'Set a token of at least 16 characters, or leave LINTEL_HTTP_HOST at 127.0.0.1.',
      ),
    );
  return { settings, errors };
}

/** A login half stated would be tried without the other half, or not at all. */
function loginFaults(settings: Settings): readonly ConfigError[] {
  const names = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;
  const missing = names.filter((name) => settings[name] === undefined);
  return missing.length === names.length ? [] : missing.map((name) => faultOf(name, undefined, undefined));
}

const SSL_MODES: readonly unknown[] = [null, 'disable', 'require', 'verify-ca', 'verify-full'];

function databaseFaults(url: unknown): readonly ConfigError[] {
  if (typeof url !== 'string' || !POSTGRES.test(url)) return [];
  const why = !URL.canParse(url)
    ? 'is not a URL; special characters in its user and password are percent-encoded, # is %23'
    : SSL_MODES.includes(new URL(url).searchParams.get('sslmode'))
      ? undefined
      : 'has an unknown sslmode; known are disable, require, verify-ca, verify-full';
  return why === undefined ? [] : [faultOf('DATABASE_URL', url, { why })];
}

function faultOf(name: string, value: unknown, constraints: Record<string, string> | undefined): ConfigError {
  const way = `Set ${name} in the environment.`;
  if (value === undefined) return new ConfigError('missing-setting', `${name} is not set.`, undefined, way);
  const [why = 'is not valid'] = Object.values(constraints ?? {});
  return new ConfigError('bad-setting', `${name} ${why.replace(`${name} `, '')}.`, undefined, way);
}

/** TLS of the ledger's connection, from the URL's `sslmode` and a private CA (PEM text). ConfigError `bad-setting`. */
export function databaseTls(url: string, ca: string | undefined): { readonly ca?: string } | undefined {
  if (!POSTGRES.test(url)) throw faultOf('DATABASE_URL', url, { why: MUST_BEGIN });
  const [fault] = databaseFaults(url);
  if (fault) throw fault;
  if (ca !== undefined) return { ca };
  const mode = new URL(url).searchParams.get('sslmode');
  return mode === null || mode === 'disable' ? undefined : {};
}

/** A certificate file's text. Throws ConfigError `unreadable-file`, `no-certificate`. */
export function pem(name: string, path: string): string {
  const text = textOf(name, path);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new ConfigError('no-certificate', `The file that ${name} names holds no certificate in PEM.`, {
    file: path,
  });
}

function textOf(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError('unreadable-file', `The file that ${name} names cannot be read.`, { file: path });
  }
}
