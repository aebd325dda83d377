import { v5 } from 'uuid';
import { referenceKey, type Reference } from '#libs/model/reference.js';

/** Fixed for ever: entity ids are UUIDv5 of the founding reference within it. */
const NAMESPACE = '6f2f7a62-8c0e-5c53-9d0b-2b7f0a3c41de';

/** The id that a reference founds. The same number always founds the same id, in every ledger. */
export const foundId = (reference: Reference): string => v5(referenceKey(reference), NAMESPACE);
