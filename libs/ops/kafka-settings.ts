import type { Log } from '#libs/model/log-line.js';
import type { Settings } from './settings.js';

/** What a Kafka client is made with, as the environment gives it. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: { readonly caFile?: string };
  readonly sasl?: {
    readonly mechanism: NonNullable<Settings['KAFKA_SASL_MECHANISM']>;
    readonly username: string;
    readonly password: string;
  };
  readonly log?: (level: 'warn' | 'error', message: string) => void;
}

/** The connection that the settings describe. `log`: where the library's own warnings go, where LINTEL_KAFKA_LOG asks for them. */
export function kafkaConnection(settings: Settings, clientId: string, log?: Log): KafkaConnection {
  const { KAFKA_TLS, KAFKA_CA_FILE, KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD } =
    settings;
  const tls = KAFKA_TLS === 'true' || KAFKA_CA_FILE !== undefined;
  return {
    brokers: settings.KAFKA_BROKERS.split(','),
    clientId,
    ...(log && settings.LINTEL_KAFKA_LOG === 'true'
      ? { log: (level, message) => log({ level, part: 'kafka', message }) }
      : {}),
    ...(tls ? { ssl: KAFKA_CA_FILE === undefined ? {} : { caFile: KAFKA_CA_FILE } } : {}),
    ...(KAFKA_SASL_MECHANISM === undefined
      ? {}
      : {
          sasl: {
            mechanism: KAFKA_SASL_MECHANISM,
            username: KAFKA_SASL_USERNAME ?? '',
            password: KAFKA_SASL_PASSWORD ?? '',
          },
        }),
  };
}
