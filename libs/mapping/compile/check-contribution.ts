import type { Contribution } from '#libs/model/contribution.js';
import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonValue } from '#libs/model/json.js';
import type { MappingSpec } from '../mapping-spec.js';
import { hasBadCharacter } from '../text.js';

/**
 * Checks what every contribution must be before it goes to the ledger. Throws RecordError: `no-identity` (I7), `bad-character`,
 * `does-not-fit` where `checkFields` finds a fault.
 */
export function checkContribution(contribution: Contribution, checkFields: MappingSpec['checkFields']): void {
  const { identity, links, part, kind, fields } = contribution;
  if (identity.length === 0) {
    throw new RecordError(
      'no-identity',
      'No identifying reference: it is not known what this is about.',
      'identity',
    ); // I7
  }
  refuseBadCharacters(part, 'part');
  for (const reference of identity) refuseBadCharacters({ ...reference }, 'identity');
  for (const link of links) refuseBadCharacters({ ...link.reference }, `links.${link.type}`);
  refuseBadCharacters(fields, 'map');
  const misfit = checkFields?.(kind, fields);
  if (misfit)
    throw new RecordError('does-not-fit', `The ${kind} model: ${misfit.message}`, `map.${misfit.path}`);
}

/**
 * Checks that no two contributions of one record have the same part number: the second would overwrite the first in the ledger.
 * Throws RecordError `repeated-part`.
 */
export function checkParts(contributions: readonly Contribution[]): void {
  if (new Set(contributions.map((each) => each.part)).size < contributions.length) {
    throw new RecordError('repeated-part', 'Two parts of the record have the same number.', 'part');
  }
}

/**
 * Checks every text and every name in a value. Throws RecordError `bad-character` with the dotted path below `path`; without this
 * check PostgreSQL would refuse the whole batch (I11).
 */
export function refuseBadCharacters(value: JsonValue | undefined, path: string): void {
  if (typeof value === 'string') {
    if (hasBadCharacter(value))
      throw new RecordError('bad-character', 'U+0000 or half a surrogate pair in the text.', path);
  } else if (Array.isArray(value)) {
    (value as readonly JsonValue[]).forEach((item, index) => refuseBadCharacters(item, `${path}.${index}`));
  } else if (isObject(value)) {
    for (const name in value) {
      if (hasBadCharacter(name))
        throw new RecordError('bad-character', 'U+0000 or half a surrogate pair in a name.', path);
      refuseBadCharacters(value[name], `${path}.${name}`);
    }
  }
}
