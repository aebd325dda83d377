import type { JsonValue } from '#libs/model/json.js';
import type { SchemeRule } from './mapping-spec.js';
import { textOf } from './text.js';

/** The id as text, in the spelling that its scheme prescribes; undefined where there is none. Throws RecordError `not-one-value`. */
export function normalise(value: JsonValue | undefined, rule: SchemeRule): string | undefined {
  let text = typeof value === 'string' ? value : textOf(value);
  for (const step of rule.normalise) {
    if (step === 'trim') text = text?.trim();
    else if (step === 'upper') text = text?.toUpperCase();
    else text = text?.toLowerCase();
  }
  if (!text) return undefined;
  return rule.pad !== undefined && /^\d+$/.test(text) ? text.padStart(rule.pad, '0') : text;
}
