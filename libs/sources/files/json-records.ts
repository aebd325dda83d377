import type { Readable } from 'node:stream';
import { JsonSplitter } from '../json/split-json.js';
import { jsonRecord } from '../json/json-record.js';
import type { RawRecord } from '../source.js';

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A top-level array of objects, one object, or newline-delimited JSON. Each record keeps its own bytes. Throws Unreadable. */
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
    const marked = first && chunk.subarray(0, MARK.length).equals(MARK);
    first = false;
    for (const slice of splitter.push(marked ? chunk.subarray(MARK.length) : chunk)) yield record(slice);
  }
  for (const slice of splitter.end()) yield record(slice);
}
