import { readFileSync } from 'node:fs';
import { Kafka, logLevel, type KafkaConfig, type SASLOptions } from 'kafkajs';
import { ConfigError } from '#libs/model/errors.js';
import { reachableBrokers } from './ipv6-brokers.js';

export interface KafkaSettings {
  /** `host:port` of some brokers of the cluster. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Absent: no TLS. `{}`: TLS with the system's authorities. */
  readonly ssl?: {
    /** PEM file of a private authority. */
    readonly caFile?: string;
    /** PEM files of our own certificate, where the cluster asks for one. */
    readonly certFile?: string;
    readonly keyFile?: string;
  };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  /** Where warnings and errors of the library go. Absent: nowhere; what matters reaches the caller as an error. */
  readonly log?: (level: 'warn' | 'error', message: string) => void;
}

/** What of a Kafka client this library uses: tests of faults wrap it. */
export type KafkaClient = Pick<Kafka, 'admin' | 'consumer' | 'producer'>;

/** A client of the cluster; connects when first used. ConfigError `kafka-tls-file` where a PEM file cannot be read. */
export function makeKafka(settings: KafkaSettings): Kafka {
  silenceTimeoutWarning();
  const { brokers, clientId, sasl, log } = settings;
  const tls = tlsOptions(settings.ssl);
  const config: KafkaConfig = {
    ...reachableBrokers(brokers),
    clientId,
    connectionTimeout: 3000,
    // Of connections and look-ups. What the relay sends is never sent again by the library: see relay/producer.ts.
    retry: { initialRetryTime: 50, maxRetryTime: 1000, retries: 6 },
    logLevel: log === undefined ? logLevel.NOTHING : logLevel.WARN,
    ...(tls && { ssl: tls }),
    ...(sasl && { sasl: sasl as SASLOptions }),
    ...(log && {
      // Only the text: what else kafkajs logs may hold keys and headers (I10).
      logCreator: () => (entry) =>
        log(entry.level === logLevel.WARN ? 'warn' : 'error', `${entry.namespace}: ${entry.log.message}`),
    }),
  };
  return new Kafka(config);
}

export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export function tlsOptions(ssl: KafkaSettings['ssl']): TlsOptions | undefined {
  if (ssl === undefined) return undefined;
  const { caFile, certFile, keyFile } = ssl;
  return {
    ...(caFile !== undefined && { ca: pem(caFile) }),
    ...(certFile !== undefined && { cert: pem(certFile) }),
    ...(keyFile !== undefined && { key: pem(keyFile) }),
  };
}

function pem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(
      'kafka-tls-file',
      `The TLS file ${file} cannot be read`,
      { file },
      'Check the path and who may read it.',
    );
  }
}

let silenced = false;

/** kafkajs 2.2.4 on Node 24 sets a timer into the past at each connection; harmless. Every other warning goes its way. */
function silenceTimeoutWarning(): void {
  if (silenced) return;
  silenced = true;
  const emit = process.emitWarning.bind(process) as (...all: unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    const [option] = rest;
    const given = typeof option === 'object' && option !== null && 'type' in option ? option.type : option;
    const type = warning instanceof Error ? warning.name : given;
    if (type !== 'TimeoutNegativeWarning') emit(warning, ...rest);
  };
}
