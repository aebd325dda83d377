import type { Admin } from 'kafkajs';
import { TransientError } from '#libs/model/errors.js';
import type { KafkaClient } from '../client.js';
import { readTopics } from '../reader.js';
import { parseMarker, type Marker } from './marker.js';

/** So many offsets before the end hold a marker for certain, unless that many starts failed one after another. */
const TAIL = 1000n;

/**
 * The newest marker that was committed before `claim`: what stands in Kafka, whatever this process believed. Ends at the claim
 * and never at the high watermark, where a control record stands that nobody is given. `undefined`: there is none.
 */
export async function readBack(
  kafka: KafkaClient,
  admin: Admin,
  topic: string,
  claim: string,
): Promise<Marker | undefined> {
  const [edge] = await admin.fetchTopicOffsets(topic);
  const begin = BigInt(edge?.low ?? 0);
  const tail = BigInt(edge?.high ?? 0) - TAIL;
  if (tail > begin) {
    const marker = await newest(kafka, topic, claim, tail);
    if (marker !== undefined) return marker;
  }
  return newest(kafka, topic, claim, begin);
}

async function newest(
  kafka: KafkaClient,
  topic: string,
  claim: string,
  from: bigint,
): Promise<Marker | undefined> {
  let marker: Marker | undefined;
  let seen = false;
  await readTopics(kafka, {
    topics: [topic],
    from,
    until: 'stop',
    each: ({ value }) => {
      const record = parseMarker(value);
      if (record === undefined) return undefined;
      if ('marker' in record) marker = record.marker;
      else if (record.claim === claim) seen = true;
      return seen ? 'stop' : undefined;
    },
  });
  if (!seen)
    throw new TransientError('kafka-claim-not-seen', 'The own claim was not found in the marker topic');
  return marker;
}
