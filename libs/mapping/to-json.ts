import { RecordError } from '#libs/model/errors.js';
import type { JsonValue } from '#libs/model/json.js';

/** What an expression gave, as JSON. Throws RecordError `expression-failed` for Infinity and NaN, which JSON cannot hold. */
export function toJson(value: unknown): JsonValue | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RecordError('expression-failed', 'The expression gives a number that is none.');
  }
  return value as JsonValue | undefined;
}
