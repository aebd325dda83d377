/** The newest version of each entity whose work is done, of one topic and partition each; the longest untouched are forgotten. */
export interface SeenVersions {
  /** Versions count up, so what is not newer was there before. */
  isRepeat(place: PartitionPlace, key: string, version: number): boolean;
  done(place: PartitionPlace, key: string, version: number): void;
}

export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
}

/** Remembers at most `limit` entities for each partition, about 100 bytes each. */
export function seenVersions(limit: number): SeenVersions {
  const places = new Map<string, Map<string, number>>();
  return {
    isRepeat: ({ topic, partition }, key, version) =>
      version <= (places.get(`${topic}/${partition}`)?.get(key) ?? 0),
    done: ({ topic, partition }, key, version) => {
      const name = `${topic}/${partition}`;
      const versions = places.get(name) ?? new Map<string, number>();
      places.set(name, versions);
      const newest = Math.max(version, versions.get(key) ?? 0); // an older one may end late
      versions.delete(key); // so that a Map's own order is that of last use
      versions.set(key, newest);
      if (versions.size <= limit) return;
      for (const oldest of versions.keys()) {
        versions.delete(oldest);
        break;
      }
    },
  };
}
