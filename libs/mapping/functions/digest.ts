import { canonicalJson, type JsonValue } from '#libs/model/json.js';
import { createHash } from 'node:crypto';

/**
 * SHA-256 (hex) of a value, whatever the order of its names: the number of a document that brings none, so that the same document sent
 * twice is one. Nothing personal can be read from it.
 */
export function digest(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return createHash('sha256')
    .update(canonicalJson(value as JsonValue))
    .digest('hex');
}
