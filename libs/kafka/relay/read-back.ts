import type { Admin } from 'kafkajs';
import { TransientError } from '#libs/model/errors.js';
import type { KafkaClient } from '../client.js';
import { readTopics } from '../reader.js';
import { parseMarker, type Marker } from './marker.js';

/** The last so many offsets hold a marker, unless that many starts failed one after another; then the whole topic is read. */
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
  let claimSeen = false;
  await readTopics(kafka, {
    topics: [topic],
    from,
    until: 'stop',
    each: ({ value }) => {
      const record = parseMarker(value);
      if (record === undefined) return undefined;
      if ('marker' in record) marker = record.marker;
      else if (record.claim === claim) claimSeen = true;
      return claimSeen ? 'stop' : undefined;
    },
  });
  if (!claimSeen)
    throw new TransientError('kafka-claim-not-seen', 'The own claim was not found in the marker topic');
  return marker;
}
