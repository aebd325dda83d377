import { createHash } from 'node:crypto';
import type { OutboxEvent } from '#libs/model/outbox.js';

/** The last known offset of each partition of a topic, as text; `-1`: nothing was ever written there. */
export type Offsets = Readonly<Record<string, readonly string[]>>;

/** How far the relay has come: written in the same Kafka transaction as the events it speaks of. Key: the ledger's id. */
export interface Marker {
  readonly ledger: string;
  readonly epoch: number;
  /** Number of the last event in Kafka; 0 before the first. */
  readonly last: number;
  readonly offsets: Offsets;
  /**
   * Proof of the event with the number `last`, see `proofOf`. A ledger that was restored from a backup and has committed on gives that number
   * to another event. Absent before the first event, and in markers that an older relay wrote.
   */
  readonly proof?: string;
}

/**
 * Tells an event from any other under the same number: a hash over what it is and when and in which commit it was written (each commit has
 * a random trace id). SHA-256, hex.
 */
export const proofOf = ({ number, topic, key, version, at, headers }: OutboxEvent): string =>
  createHash('sha256')
    .update(JSON.stringify([number, topic, key, version, at, headers['traceparent'] ?? '']))
    .digest('hex');

/**
 * What a new relay commits to see where the partition ends for it. Its key is another, `<ledger id>/claim`: compaction keeps
 * the newest record of a key, and a claim must never replace the marker.
 */
export interface Claim {
  readonly ledger: string;
  readonly claim: string;
}

export const claimKey = (ledgerId: string): string => `${ledgerId}/claim`;

export type MarkerRecord = { readonly marker: Marker } | { readonly claim: string } | undefined;

/** `undefined` for a record that is neither: written by somebody else. */
export function parseMarker(text: string | undefined): MarkerRecord {
  const value = parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { ledger, epoch, last, offsets, proof, claim } = value as Readonly<
    Record<keyof Marker | 'claim', unknown>
  >;
  if (typeof claim === 'string') return { claim };
  if (
    typeof ledger !== 'string' ||
    typeof epoch !== 'number' ||
    typeof last !== 'number' ||
    !isOffsets(offsets)
  )
    return undefined;
  return { marker: { ledger, epoch, last, offsets, ...(typeof proof === 'string' ? { proof } : {}) } };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

const isOffsets = (value: unknown): value is Offsets =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(
    (list) => Array.isArray(list) && list.every((one) => typeof one === 'string' && /^-?\d+$/.test(one)),
  );

/** `offsets` with the answers of one transaction in place of what was known of those partitions. */
export function advanceOffsets(
  offsets: Offsets,
  written: ReadonlyMap<string, ReadonlyMap<number, bigint>>,
): Offsets {
  const next: Record<string, readonly string[]> = { ...offsets };
  for (const [topic, partitions] of written) {
    next[topic] = (next[topic] ?? []).map((known, partition) => String(partitions.get(partition) ?? known));
  }
  return next;
}
