import { v5 } from 'uuid';
import { referenceKey, type Reference } from '#libs/model/reference.js';

/** Fixed for ever: an entity id is the UUIDv5 of its founding reference within this namespace. */
const NAMESPACE = '6f2f7a62-8c0e-5c53-9d0b-2b7f0a3c41de';

/** The entity id (UUIDv5) that a reference founds. The same reference founds the same id in every ledger. */
export const foundId = (reference: Reference): string => v5(referenceKey(reference), NAMESPACE);
