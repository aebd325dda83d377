import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { ConfigError } from '#libs/model/errors.js';
import { topicNames } from '#libs/model/topics.js';
import type { Marker, Offsets } from './marker.js';
import { ANEW, refuse } from './same-past.js';

/** Where every topic of `prefix` ends now, by partition. */
export async function endsOf(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, readonly bigint[]>> {
  const there = new Set(await admin.listTopics());
  const ends = new Map<string, readonly bigint[]>();
  for (const topic of topics) {
    if (!there.has(topic)) continue;
    const offsets = await admin.fetchTopicOffsets(topic);
    ends.set(
      topic,
      offsets.sort((a, b) => a.partition - b.partition).map(({ high }) => BigInt(high)),
    );
  }
  return ends;
}

/**
 * Are the topics those that the marker speaks of? Returns the marker's offsets, with those of new topics added. A leader that
 * has just changed may know a shorter end for a moment, so a short topic is looked at again for `patienceMs`.
 */
export async function requireSameTopics(
  admin: Admin,
  prefix: string,
  marker: Marker | undefined,
  patienceMs = 3000,
): Promise<Offsets> {
  for (const until = Date.now() + patienceMs; ; await sleep(200)) {
    try {
      return compare(
        prefix,
        marker,
        await endsOf(admin, [...new Set([...topicNames(prefix), ...Object.keys(marker?.offsets ?? {})])]),
      );
    } catch (error) {
      if (!(error instanceof ConfigError) || error.code !== 'relay-topic-short' || Date.now() > until)
        throw error;
    }
  }
}

/** Pure; exported for its spec. */
export function compare(
  prefix: string,
  marker: Marker | undefined,
  ends: ReadonlyMap<string, readonly bigint[]>,
): Offsets {
  const wanted = topicNames(prefix);
  const missing = wanted.filter((topic) => !ends.has(topic) && marker?.offsets[topic] === undefined);
  if (missing.length > 0)
    throw refuse(
      'relay-topic-missing',
      `Topics are missing: ${missing.join(', ')}`,
      'Start again: they are created at start, if this user may.',
    );
  if (marker !== undefined && marker.last > 0 && !wanted.some((topic) => topic in marker.offsets)) {
    throw refuse(
      'relay-other-prefix',
      `This ledger was relayed under another prefix than ${prefix}`,
      `Use the former LINTEL_PREFIX; for a new one: lintel republish. ${ANEW}`,
    );
  }
  for (const [topic, known] of Object.entries(marker?.offsets ?? {}))
    requireNotShorter(topic, known, ends.get(topic));
  const fresh = wanted.filter((topic) => marker?.offsets[topic] === undefined);
  const used = fresh.filter((topic) => ends.get(topic)?.some((end) => end > 0n));
  if (used.length > 0) {
    throw refuse(
      'relay-topics-used',
      `Topics hold records that no marker of this ledger speaks of: ${used.join(', ')}`,
      'Another ledger writes there: choose another LINTEL_PREFIX. Or they are left from one that is gone: delete the topics.',
    );
  }
  const added = fresh.map((topic) => [topic, (ends.get(topic) ?? []).map(() => '-1')] as const);
  return { ...marker?.offsets, ...Object.fromEntries(added) };
}

function requireNotShorter(
  topic: string,
  known: readonly string[],
  ends: readonly bigint[] | undefined,
): void {
  if (ends !== undefined && ends.length !== known.length) {
    throw refuse(
      'relay-partition-count',
      `${topic} had ${known.length} partitions and has ${ends.length}: keys would move between partitions and lose their order`,
      `lintel republish to a topic with the count that is wanted. ${ANEW}`,
    );
  }
  const short = known.findIndex((offset, partition) => BigInt(offset) >= (ends?.[partition] ?? 0n));
  if (short === -1) return;
  throw refuse(
    'relay-topic-short',
    `${topic} partition ${short} ends at ${ends?.[short] ?? 'nothing'}, but offset ${known[short]} was written: the topic was made anew or lost records`,
    `lintel republish writes every entity again. ${ANEW}`,
  );
}
