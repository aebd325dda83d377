import { Partitioners, type PartitionMetadata } from 'kafkajs';

const choose = Partitioners.DefaultPartitioner();
const metadata = new Map<number, PartitionMetadata[]>();

/**
 * The partition of `key` among `count`: Java's murmur2(key) mod count, as every Java client does, so that others who write
 * or join by key agree. Final from the first day: the order of an entity's versions hangs on it.
 */
export function partitionOf(key: string, count: number): number {
  let all = metadata.get(count);
  if (all === undefined) {
    all = Array.from({ length: count }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 0,
      replicas: [],
      isr: [],
    }));
    metadata.set(count, all);
  }
  return choose({ topic: '', partitionMetadata: all, message: { key, value: null } });
}
