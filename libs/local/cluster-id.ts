import { randomBytes } from 'node:crypto';

/**
 * An id for a new cluster: 16 bytes in base64url, 22 characters, never beginning with `-`. Kafka's own `Uuid.randomUuid` leaves such ids
 * out for the same reason: the storage tool takes one for an option and prints its usage.
 */
export function clusterId(random: (size: number) => Buffer = randomBytes): string {
  for (;;) {
    const id = random(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
