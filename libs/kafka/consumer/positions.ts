import type { Admin } from 'kafkajs';

const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Where one member of a group stands in each partition that it was given, and whether it has stopped moving. */
export interface Positions {
  /** After a rebalance. What it was given before counts no more. */
  assigned(assignment: Readonly<Record<string, readonly number[]>>): void;
  moved(topic: string, partition: number, next: bigint): void;
  /** A message is being worked on, for which other partitions may have to wait: what was seen of them counts no more. */
  working(): void;
  /** Looks. Gives the partitions that were seen behind at the same position `ms` ago or earlier, and all the time since, as `topic/partition`. */
  stalled(admin: Admin, group: string, fromBeginning: boolean, ms: number): Promise<readonly string[]>;
}

/** A partition that has something to read. How long it had nothing before does not matter. */
interface Behind {
  readonly next: bigint;
  readonly since: number;
}

export function positions(now: () => number = Date.now): Positions {
  let assignment: Readonly<Record<string, readonly number[]>> = {};
  /** What to read next; absent until something was read. */
  const nexts = new Map<string, bigint>();
  const seen = new Map<string, Behind>();
  const behind = async (
    admin: Admin,
    group: string,
    fromBeginning: boolean,
    topic: string,
  ): Promise<ReadonlyMap<string, bigint>> => {
    const partitions = assignment[topic] ?? [];
    const ends = await admin.fetchTopicOffsets(topic);
    const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    return new Map(
      ends.flatMap(({ partition, high, low }) => {
        if (!partitions.includes(partition)) return [];
        const place = placeOf(topic, partition);
        const known = committed?.partitions.find((it) => it.partition === partition)?.offset ?? '-1';
        const begin = BigInt(known) >= 0n ? known : fromBeginning ? low : high;
        const next = nexts.get(place) ?? BigInt(begin);
        return next < BigInt(high) ? [[place, next] as const] : [];
      }),
    );
  };
  /** Since when it has been behind at this position, by what was seen. */
  const mark = (place: string, next: bigint | undefined): number => {
    const before = seen.get(place);
    if (next === undefined) seen.delete(place);
    else if (before?.next !== next) seen.set(place, { next, since: now() });
    return seen.get(place)?.since ?? now();
  };
  return {
    assigned: (given) => {
      assignment = given;
      nexts.clear();
      seen.clear();
    },
    moved: (topic, partition, next) => void nexts.set(placeOf(topic, partition), next),
    working: () => seen.clear(),
    stalled: async (admin, group, fromBeginning, ms) => {
      const found: string[] = [];
      for (const [topic, partitions] of Object.entries(assignment)) {
        const places = await behind(admin, group, fromBeginning, topic);
        for (const place of partitions.map((it) => placeOf(topic, it)))
          if (now() - mark(place, places.get(place)) > ms) found.push(place);
      }
      return found;
    },
  };
}
