/** Remembers, in memory, the newest version of each entity whose work is done, for each topic and partition. */
export interface SeenVersions {
  /** Tells whether this version, or a newer one, is done. Versions count up, so it has been handled before. */
  isRepeat(place: PartitionPlace, key: string, version: number): boolean;
  /** Says that the work for this version is done. */
  done(place: PartitionPlace, key: string, version: number): void;
}

/** One partition of a topic. */
export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
}

/** Makes a memory of at most `limit` entities for each partition, of about 100 bytes each. It forgets those that were done longest ago. */
export function seenVersions(limit: number): SeenVersions {
  const places = new Map<string, Map<string, number>>();
  return {
    isRepeat: ({ topic, partition }, key, version) =>
      version <= (places.get(`${topic}/${partition}`)?.get(key) ?? 0),
    done: ({ topic, partition }, key, version) => {
      const name = `${topic}/${partition}`;
      const versions = places.get(name) ?? new Map<string, number>();
      places.set(name, versions);
      const newest = Math.max(version, versions.get(key) ?? 0); // an older version may end late
      versions.delete(key); // so that the order of the Map is the order of last use
      versions.set(key, newest);
      if (versions.size <= limit) return;
      for (const oldest of versions.keys()) {
        versions.delete(oldest);
        break;
      }
    },
  };
}
