import { randomBytes } from 'node:crypto';

/**
 * An id for a new cluster: 16 random bytes in base64url, 22 characters. It never begins with `-`, since the storage tool takes such an id for an
 * option and prints its usage; Kafka's own `Uuid.randomUuid` leaves these out for the same reason.
 */
export function clusterId(random: (size: number) => Buffer = randomBytes): string {
  for (;;) {
    const id = random(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
