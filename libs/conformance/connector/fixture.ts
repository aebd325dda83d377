import type { JsonObject } from '#libs/model/json.js';
import type { RawRecord } from '#libs/sources/source.js';
import type { Fault } from './result.js';

/** A fixture as the stream's own source hands it over. */
export interface Fixture {
  readonly records: readonly RawRecord[];
  /** The value of a stored record again, as a replay makes it. Throws RecordError. */
  readonly parse: (raw: Uint8Array) => JsonObject;
}

export const isFault = (read: Fixture | Fault): read is Fault => 'way' in read;
