import type { Readable } from 'node:stream';
import { JsonSplitter } from '../json/split-json.js';
import { jsonRecord } from '../json/json-record.js';
import type { RawRecord } from '../source.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The records of a JSON file: a top-level array of objects, one object, or newline-delimited JSON. Each record keeps exactly its own bytes; an
 * element that is no object is a record with the fault `not-an-object`. Throws Unreadable, also for a record above `maxBytes`.
 */
export async function* jsonRecords(
  stream: Readable,
  name: string,
  maxBytes: number,
): AsyncGenerator<RawRecord> {
  const splitter = new JsonSplitter(maxBytes);
  let count = 0;
  let first = true;
  const record = (slice: Buffer): RawRecord => jsonRecord(slice, `${name}:${++count}`);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const hasMark = first && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    first = false;
    for (const slice of splitter.push(hasMark ? chunk.subarray(BYTE_ORDER_MARK.length) : chunk))
      yield record(slice);
  }
  for (const slice of splitter.end()) yield record(slice);
}
