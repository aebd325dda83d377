import { until } from '#libs/local/testing/until.js';
import type { KafkaClient } from '../client.js';
import { readTopics, type ReadRecord } from '../reader.js';
import { topicNames } from '#libs/model/topics.js';

export interface Balance {
  readonly records: number;
  /** Each place where versions of a key in a topic are not 1, 2, 3 … (I6); empty is good. */
  readonly faults: readonly string[];
  readonly numbers: ReadonlySet<number>;
  readonly sample: ReadRecord | undefined;
}

/**
 * Reads every topic of `prefix` as a subscriber would, and checks I6. Kafka answers the end of a transaction before each partition has its
 * marker, so what was just published is looked for again until there are `least` records.
 */
export const readVersions = (kafka: KafkaClient, prefix: string, least = 0): Promise<Balance> =>
  until(
    `${least} records can be read`,
    () => readOnce(kafka, prefix),
    ({ records }) => records >= least,
    { everyMs: 200 },
  );

async function readOnce(kafka: KafkaClient, prefix: string): Promise<Balance> {
  const versions = new Map<string, number>();
  const numbers = new Set<number>();
  const faults: string[] = [];
  let records = 0;
  let sample: ReadRecord | undefined;
  await readTopics(kafka, {
    topics: topicNames(prefix),
    each: (record) => {
      records++;
      sample ??= record;
      const name = `${record.topic}/${record.key ?? ''}`;
      const version = Number(record.headers['ce_id']?.split(':').at(-1));
      const before = versions.get(name) ?? 0;
      if (version !== before + 1) faults.push(`${name}: ${before} then ${version}`);
      versions.set(name, version);
      numbers.add((JSON.parse(record.value ?? '{}') as { readonly number: number }).number);
    },
  });
  return { records, faults, numbers, sample };
}
