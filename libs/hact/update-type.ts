import { hactCode, UPDATE_TYPES, type Coded } from './hact-codes.js';
import type { JsonObject } from '#libs/model/json.js';

/** Canonical type → what live councils write in OtherType where TypeCode is 0. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  completed: 'completed',
  cancelled: 'cancel',
  resumed: 'resume',
  note: 'addNote',
};

/**
 * TypeCode of an update; with OtherType where it is 0. OtherType is the word as the contractor wrote it (`0/complete`), else as councils
 * write it, else the canonical word, else the system's own label or code.
 */
export function updateType(type: Coded): JsonObject {
  const code = hactCode(UPDATE_TYPES, type) ?? '0';
  return code === '0' ? otherType(verb(type)) : { TypeCode: code };
}

/** A type that HACT has no code for. */
export const otherType = (word: string): JsonObject => ({ TypeCode: '0', OtherType: word });

/** The type of a canonical word that came without a code. */
export const typeOfWord = (word: string): JsonObject => updateType({ value: word, raw: { code: '' } });

function verb({ value, raw }: Coded): string {
  if (/^0\/./.test(raw.code)) return raw.code.slice(2);
  return value === undefined ? (raw.label ?? raw.code) : (OTHER_TYPES[value] ?? value);
}
