import { createHash } from 'node:crypto';
import type { Mapped } from '#libs/model/contribution.js';
import type { ReadItem } from '#libs/model/batch.js';
import type { JsonObject } from '#libs/model/json.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { RawRecord } from '#libs/sources/source.js';

/** A record and the delivery that brought it, where deliveries have ids. */
export interface Received {
  readonly record: RawRecord;
  readonly delivery?: string;
  /** Of a replay: when the record came, ISO. */
  readonly arrivedAt?: string;
}

/** Maps what was read: one item per record, in order. What has no value, or maps to nonsense, is a dead letter. */
export async function mapReceived(
  mapping: StreamMapping,
  received: readonly Received[],
): Promise<readonly ReadItem[]> {
  const values = received.flatMap(({ record }): readonly JsonObject[] =>
    record.value ? [record.value] : [],
  );
  const answers = (await mapping.map(values))[Symbol.iterator]();
  return received.map(({ record, delivery, arrivedAt }) => {
    const mapped: Mapped = record.value ? checked(answers.next().value) : faulty(record);
    return {
      raw: record.raw,
      hash: createHash('sha256').update(record.raw).digest('hex'),
      position: record.position,
      mapped,
      ...(delivery === undefined ? {} : { delivery }),
      ...(arrivedAt === undefined ? {} : { arrivedAt }),
    };
  });
}

function faulty({ fault }: RawRecord): Mapped {
  const { code, message, path } = fault ?? { code: 'unreadable', message: 'The record cannot be read.' };
  return { outcome: 'dead-letter', code, message, ...(path === undefined ? {} : { path }) };
}

/** Two contributions under one part would overwrite each other in the ledger. */
function checked(mapped: Mapped | undefined): Mapped {
  if (!mapped) throw new Error('The mapping gave fewer answers than records.');
  if (mapped.outcome !== 'contributions') return mapped;
  const parts = new Set(mapped.contributions.map((it) => it.part));
  if (parts.size === mapped.contributions.length) return mapped;
  return {
    outcome: 'dead-letter',
    key: mapped.key,
    code: 'repeated-part',
    path: 'part',
    message: 'Two parts of the record have the same number.',
  };
}
