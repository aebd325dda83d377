import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { RawRecord } from '../source.js';
import { isReference, storeContent } from './attachment-reference.js';
import type { AttachmentPlace } from './attachment-place.js';
import type { AttachmentStore } from './attachment-store.js';

/**
 * Puts the files that a record holds as text into the store, and references in their places. A record in which something was replaced
 * is from then on the JSON of its value: its bytes hold no file, and the same delivery gives the same bytes (I4). What cannot be stored stays
 * as it came, and is the record's fault: a dead letter keeps it for a replay.
 * `again`: the record was stored before, so references may stand in it; in one that comes from outside they are refused.
 * Throws TransientError as the store.
 */
export async function takeOut(
  record: RawRecord,
  places: readonly AttachmentPlace[],
  store: AttachmentStore,
  again = false,
): Promise<RawRecord> {
  // the mapping refuses what is too deep
  if (record.value === undefined || isDeeper(record.value, DEEPEST)) return record;
  const taking = new Taking(store, again);
  let value: JsonObject = record.value;
  for (const place of places) {
    const taken = await taking.from(value, place, place.at, '');
    if (isObject(taken)) value = taken;
  }
  const raw = taking.replaced > 0 ? Buffer.from(JSON.stringify(value)) : record.raw;
  const { position } = record;
  return taking.fault ? { raw, position, fault: taking.fault } : { raw, position, value };
}

/** takeOut over several, in order. */
export async function takeOutOfAll(
  records: readonly RawRecord[],
  places: readonly AttachmentPlace[],
  store: AttachmentStore,
): Promise<readonly RawRecord[]> {
  const taken: RawRecord[] = [];
  for (const record of records) taken.push(await takeOut(record, places, store));
  return taken;
}

/** One record's attachments. Paths are made of the names that the connector states, never of what came (I10). */
class Taking {
  replaced = 0;
  fault: NonNullable<RawRecord['fault']> | undefined;

  constructor(
    private readonly store: AttachmentStore,
    private readonly again: boolean,
  ) {}

  async from(
    value: JsonValue,
    place: AttachmentPlace,
    way: readonly string[],
    path: string,
  ): Promise<JsonValue> {
    const [name] = way;
    if (Array.isArray(value)) {
      return inTurn(value as readonly JsonValue[], (item, index) =>
        this.from(item, place, way, `${path}[${index}]`),
      );
    }
    if (!isObject(value)) return value;
    if (name === undefined) {
      const type = textIn(value, place.type);
      const said = { class: place.class, ...(type === undefined ? {} : { type }) };
      return withMember(value, place.content, (it) => this.#content(it, said, `${path}.${place.content}`));
    }
    return withMember(value, name, (it) => this.from(it, place, way.slice(1), `${path}.${name}`));
  }

  async #content(
    value: JsonValue,
    said: Parameters<typeof storeContent>[1],
    path: string,
  ): Promise<JsonValue> {
    if (Array.isArray(value)) {
      return inTurn(value as readonly JsonValue[], (item, index) =>
        this.#content(item, said, `${path}[${index}]`),
      );
    }
    if (value === null || (this.again && isReference(value))) return value;
    try {
      if (typeof value !== 'string') throw new RecordError('bad-attachment', 'The content is not text.');
      const reference = await storeContent(value, said, this.store);
      if (reference === undefined) return value;
      this.replaced += 1;
      return reference;
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      this.fault ??= { code: error.code, message: error.message, path: path.replace(/^\./, '') };
      return value;
    }
  }
}

/** As the mapping allows. */
const DEEPEST = 100;

function isDeeper(value: JsonValue | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((it) => isDeeper(it, levels - 1));
}

const isNamed = (name: string, wanted: string): boolean => name.toLowerCase() === wanted.toLowerCase();

function textIn(object: JsonObject, wanted: string | undefined): string | undefined {
  if (wanted === undefined) return undefined;
  const value = Object.entries(object).find(([name]) => isNamed(name, wanted))?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** The object with the members of a name changed, in their places. */
async function withMember(
  object: JsonObject,
  wanted: string,
  change: (value: JsonValue) => Promise<JsonValue>,
): Promise<JsonObject> {
  const entries: [string, JsonValue | undefined][] = [];
  for (const [name, value] of Object.entries(object))
    entries.push([name, value !== undefined && isNamed(name, wanted) ? await change(value) : value]);
  return Object.fromEntries(entries);
}

async function inTurn(
  items: readonly JsonValue[],
  change: (item: JsonValue, index: number) => Promise<JsonValue>,
): Promise<readonly JsonValue[]> {
  const changed: JsonValue[] = [];
  for (const [index, item] of items.entries()) changed.push(await change(item, index));
  return changed;
}
