/**
 * The version that stands in the names of schema files, topics and event types. A released file never changes (`lintel schemas check`); an
 * incompatible change would be `v2`, beside this one.
 */
export const SCHEMA_VERSION = 'v1';
