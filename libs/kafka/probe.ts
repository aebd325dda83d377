import { ConfigError, TransientError } from '#libs/model/errors.js';
import { brokerVersions, type VersionRange } from './api-versions.js';
import { makeKafka, type KafkaSettings } from './client.js';
import { letGo, within } from './time-limit.js';
import { failureCode } from './failure.js';

interface Spoken {
  readonly key: number;
  readonly name: string;
  /** What kafkajs 2.2.4 implements. */
  readonly range: VersionRange;
  readonly for?: 'transactions' | 'login';
}

/** The requests that Lintel makes; a spec compares the ranges with kafkajs's own files. */
export const SPOKEN: readonly Spoken[] = [
  { key: 0, name: 'Produce', range: [0, 7] },
  { key: 1, name: 'Fetch', range: [0, 11] },
  { key: 2, name: 'ListOffsets', range: [0, 3] },
  { key: 3, name: 'Metadata', range: [0, 6] },
  { key: 8, name: 'OffsetCommit', range: [0, 5] },
  { key: 9, name: 'OffsetFetch', range: [1, 4] },
  { key: 10, name: 'FindCoordinator', range: [0, 2] },
  { key: 11, name: 'JoinGroup', range: [0, 5] },
  { key: 12, name: 'Heartbeat', range: [0, 3] },
  { key: 13, name: 'LeaveGroup', range: [0, 3] },
  { key: 14, name: 'SyncGroup', range: [0, 3] },
  { key: 17, name: 'SaslHandshake', range: [0, 1], for: 'login' },
  { key: 18, name: 'ApiVersions', range: [0, 2] },
  { key: 19, name: 'CreateTopics', range: [0, 3] },
  { key: 22, name: 'InitProducerId', range: [0, 1], for: 'transactions' },
  { key: 24, name: 'AddPartitionsToTxn', range: [0, 1], for: 'transactions' },
  { key: 26, name: 'EndTxn', range: [0, 1], for: 'transactions' },
  { key: 32, name: 'DescribeConfigs', range: [0, 2] },
  { key: 36, name: 'SaslAuthenticate', range: [0, 1], for: 'login' },
  { key: 42, name: 'DeleteGroups', range: [0, 1] },
];

/** What of it a broker lacks, in words; empty where all is well. */
export function lacking(offered: ReadonlyMap<number, VersionRange>, login: boolean): readonly string[] {
  return SPOKEN.filter((spoken) => login || spoken.for !== 'login').flatMap(
    ({ key, name, range, for: needed }) => {
      const found = offered.get(key);
      if (found === undefined)
        return [needed === 'transactions' ? `transactions (${name} is missing)` : `${name} is missing`];
      const meets = found[0] <= range[1] && range[0] <= found[1];
      return meets
        ? []
        : [
            `${name}: the broker takes versions ${found[0]} to ${found[1]}, Lintel speaks ${range[0]} to ${range[1]}`,
          ];
    },
  );
}

/**
 * At start: does a broker answer, does it take what Lintel sends, does the login hold. ConfigError `kafka-lacks` names each
 * thing that the cluster does not offer, `kafka-login` a refused login; TransientError `kafka-unreachable`.
 * (Whether topics get LogAppendTime and compaction, `ensureTopics` asks each topic.)
 */
export async function probe(settings: KafkaSettings, timeoutMs = 10_000): Promise<void> {
  const missing = lacking(await brokerVersions(settings, timeoutMs), settings.sasl !== undefined);
  if (missing.length > 0) {
    throw new ConfigError(
      'kafka-lacks',
      `This Kafka lacks what Lintel needs: ${missing.join('; ')}`,
      undefined,
      'Use Apache Kafka 2.1 or newer (tried: 4.3), or a service with transactions.',
    );
  }
  const admin = makeKafka(settings).admin({ retry: { retries: 2 } });
  try {
    await within(timeoutMs, 'connect', () => admin.connect());
    await within(timeoutMs, 'describe the cluster', () => admin.describeCluster());
  } catch (error) {
    const code = failureCode(error);
    if (LOGIN_REFUSED.has(code)) {
      throw new ConfigError(
        'kafka-login',
        `Kafka refused the login (${code})`,
        undefined,
        'Check mechanism, user and password, and that the user may describe the cluster.',
      );
    }
    throw new TransientError(
      'kafka-unreachable',
      `Kafka answers, but not to a client (${code}); can its advertised listeners be reached from here?`,
      false,
      { cause: error },
    );
  } finally {
    await letGo(2000, 'disconnect', () => admin.disconnect());
  }
}

const LOGIN_REFUSED = new Set([
  'kafka-s-a-s-l-authentication-error',
  'kafka-sasl-authentication-failed',
  'kafka-unsupported-sasl-mechanism',
  'kafka-illegal-sasl-state',
  'kafka-cluster-authorization-failed',
]);
