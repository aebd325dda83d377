import { DeadLetterRow } from './dead-letter-row.js';
import { EntityRow } from './entity-row.js';
import { ReferenceRow } from './reference-row.js';
import { StreamHealthRow } from './stream-health-row.js';
import { StreamRow } from './stream-row.js';

/** What is asked for by column; the bulk tables (record, contribution, link, outbox) are written and read by SQL alone. */
export const TABLES = [DeadLetterRow, EntityRow, ReferenceRow, StreamHealthRow, StreamRow];
