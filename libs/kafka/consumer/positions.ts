import type { Admin } from 'kafkajs';

const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Where one member of a group stands in each partition that it was given, and whether it has stopped moving. */
export interface Positions {
  /** After a rebalance. What it was given before counts no more. */
  assigned(assignment: Readonly<Record<string, readonly number[]>>): void;
  moved(topic: string, partition: number, next: bigint): void;
  /** The partitions that are behind and have not moved for `ms`, as `topic/partition`. */
  stalled(admin: Admin, group: string, fromBeginning: boolean, ms: number): Promise<readonly string[]>;
}

interface Mark {
  /** `undefined` until it is known: nothing was read yet. */
  readonly next: bigint | undefined;
  readonly since: number;
}

export function positions(now: () => number = Date.now): Positions {
  let assignment: Readonly<Record<string, readonly number[]>> = {};
  const marks = new Map<string, Mark>();
  const behind = async (
    admin: Admin,
    group: string,
    fromBeginning: boolean,
    topic: string,
    partitions: readonly number[],
  ): Promise<readonly string[]> => {
    const ends = await admin.fetchTopicOffsets(topic);
    const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    return ends
      .filter(({ partition, high, low }) => {
        if (!partitions.includes(partition)) return false;
        const known = committed?.partitions.find((it) => it.partition === partition)?.offset ?? '-1';
        const begin = BigInt(known) >= 0n ? known : fromBeginning ? low : high;
        return (marks.get(placeOf(topic, partition))?.next ?? BigInt(begin)) < BigInt(high);
      })
      .map(({ partition }) => placeOf(topic, partition));
  };
  return {
    assigned: (given) => {
      assignment = given;
      marks.clear();
      for (const [topic, partitions] of Object.entries(given))
        for (const partition of partitions)
          marks.set(placeOf(topic, partition), { next: undefined, since: now() });
    },
    moved: (topic, partition, next) => {
      const mark = marks.get(placeOf(topic, partition));
      if (mark?.next !== next) marks.set(placeOf(topic, partition), { next, since: now() });
    },
    stalled: async (admin, group, fromBeginning, ms) => {
      const found: string[] = [];
      for (const [topic, partitions] of Object.entries(assignment)) {
        const old = partitions.filter((it) => now() - (marks.get(placeOf(topic, it))?.since ?? now()) > ms);
        if (old.length > 0) found.push(...(await behind(admin, group, fromBeginning, topic, old)));
      }
      return found;
    },
  };
}
