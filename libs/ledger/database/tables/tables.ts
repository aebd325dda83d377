import { DeadLetterRow } from './dead-letter-row.js';
import { EntityRow } from './entity-row.js';
import { ReferenceRow } from './reference-row.js';
import { StreamRow } from './stream-row.js';

/**
 * The tables that are asked through repositories: single rows, by key or by filter. Everything else (bulk tables, counters, health, joins over
 * several tables) is SQL. The migrations are written by hand and decide what a table is; `tables.spec.ts` holds these classes to them.
 */
export const TABLES = [DeadLetterRow, EntityRow, ReferenceRow, StreamRow];
