import { Unreadable } from '../text/unreadable.js';

const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const QUOTE = 0x22;
const ESCAPE = 0x5c;
const COMMA = 0x2c;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Cuts JSON bytes into records without parsing them: the elements of a top-level array, else the values one after another (one
 * object, or newline-delimited JSON). Each slice is exactly the bytes that stood there. It checks the frame only; whoever parses a
 * slice finds what is wrong inside. Call `push` with each chunk in order, then `end` once. Both throw Unreadable `unreadable` and, for
 * a record above the limit, `too-large`.
 */
export class JsonSplitter {
  #frame: 'start' | 'array' | 'values' | 'end' = 'start';
  /** In an array: what may come next. */
  #expects: 'element-or-end' | 'element' | 'comma-or-end' = 'element-or-end';
  #depth = 0;
  #inString = false;
  #escaped = false;
  #parts: Buffer[] = [];
  #size = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The records that end in this chunk. */
  *push(chunk: Buffer): Generator<Buffer> {
    let start = this.#parts.length > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (start >= 0) {
        const ends = this.#scan(byte);
        if (ends === 'inside') continue;
        yield this.#take(chunk.subarray(start, ends === 'after' ? at + 1 : at));
        start = -1;
        if (ends === 'after') continue;
      }
      if (this.#opens(byte)) {
        start = at;
        this.#scan(byte);
      }
    }
    if (start >= 0) this.#keep(chunk.subarray(start));
  }

  /** The last record, where nothing after it showed its end. */
  *end(): Generator<Buffer> {
    if (this.#depth > 0 || this.#inString || this.#frame === 'array')
      throw new Unreadable('unreadable', 'ends too early');
    if (this.#frame === 'start') throw new Unreadable('unreadable', 'is empty');
    if (this.#parts.length > 0) yield this.#take(Buffer.alloc(0));
  }

  /** Between records: does a record begin with this byte? */
  #opens(byte: number): boolean {
    if (isBlank(byte)) return false;
    if (this.#frame === 'start') {
      this.#frame = byte === OPEN_ARRAY ? 'array' : 'values';
      return this.#frame === 'values';
    }
    if (this.#frame === 'values') return true;
    if (this.#frame === 'end') throw new Unreadable('unreadable', 'goes on after its end');
    if (byte === CLOSE_ARRAY && this.#expects !== 'element') {
      this.#frame = 'end';
      return false;
    }
    if (this.#expects === 'comma-or-end') {
      if (byte !== COMMA) throw new Unreadable('unreadable', 'has no comma between two elements');
      this.#expects = 'element';
      return false;
    }
    if (byte === COMMA || byte === CLOSE_ARRAY) throw new Unreadable('unreadable', 'has a comma too many');
    this.#expects = 'comma-or-end';
    return true;
  }

  /** Inside a record: does it end with this byte, or before it? */
  #scan(byte: number): 'inside' | 'after' | 'before' {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === ESCAPE) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return 'inside';
    }
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) this.#depth += 1;
    else if (this.#depth > 0 && (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)) {
      this.#depth -= 1;
      if (this.#depth === 0) return 'after';
    } else if (this.#depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY || isBlank(byte)))
      return 'before';
    return 'inside';
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#maxBytes)
      throw new Unreadable('too-large', `has an element larger than ${this.#maxBytes} bytes`);
    if (part.length > 0) this.#parts.push(Buffer.from(part)); // a copy: the reader may fill its buffer again
  }

  #take(last: Buffer): Buffer {
    this.#keep(last);
    const slice = this.#parts.length === 1 ? (this.#parts[0] ?? last) : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return slice;
  }
}
