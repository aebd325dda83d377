import type { Mapped } from '#libs/model/contribution.js';
import type { JsonObject, JsonValue } from '#libs/model/json.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { RawRecord } from '#libs/sources/source.js';

/** What becomes of each record, in order, as an expected result writes it. A record without a value is a dead letter, as in the pipeline. */
export async function answersOf(
  mapping: StreamMapping,
  records: readonly RawRecord[],
): Promise<readonly JsonValue[]> {
  const values = records.flatMap(({ value }): readonly JsonObject[] => (value === undefined ? [] : [value]));
  const mapped = (await mapping.map(values)).values();
  return records.map(({ value, fault }) => {
    if (value === undefined) return written({ outcome: 'dead-letter', ...(fault ?? UNREADABLE) });
    const answer = mapped.next().value;
    if (answer === undefined) throw new Error('the mapping gave fewer answers than records');
    return written(refuseRepeatedPart(answer));
  });
}

const UNREADABLE = { code: 'unreadable', message: 'The record cannot be read.' };

/** Two contributions under one part would overwrite each other in the ledger, so the pipeline refuses them. */
function refuseRepeatedPart(mapped: Mapped): Mapped {
  if (mapped.outcome !== 'contributions') return mapped;
  const parts = new Set(mapped.contributions.map(({ part }) => part));
  if (parts.size === mapped.contributions.length) return mapped;
  const message = 'Two parts of the record have the same number.';
  return { outcome: 'dead-letter', key: mapped.key, code: 'repeated-part', path: 'part', message };
}

/** As JSON holds it; a version stands as its text, since its kind is the stream's. */
function written(mapped: Mapped): JsonValue {
  const shown = 'version' in mapped && mapped.version ? { ...mapped, version: mapped.version.text } : mapped;
  return JSON.parse(JSON.stringify(shown)) as JsonValue;
}
