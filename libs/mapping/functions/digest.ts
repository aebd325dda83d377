import { canonicalJson, type JsonValue } from '#libs/model/json.js';
import { createHash } from 'node:crypto';

/**
 * `$digest(value)`: SHA-256 in hex of a value, whatever the order of its names. It serves as the number of a document that has none: the same
 * document sent twice gets the same number. Undefined for no value.
 */
export function digest(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return createHash('sha256')
    .update(canonicalJson(value as JsonValue))
    .digest('hex');
}
