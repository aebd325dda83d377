import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { RawRecord } from '../source.js';
import { isAttachmentReference, storeContent } from './attachment-reference.js';
import type { AttachmentPlace } from './attachment-place.js';
import type { AttachmentStore } from './attachment-store.js';

/**
 * Puts the files that a record holds as text into the store, and puts references in their places. When it resolves the files are safely
 * stored (I1); only then may the record be committed.
 *
 * The raw bytes of a record in which something was replaced become the JSON of its value: they hold no file, and the same delivery
 * gives the same bytes (I4). A file that cannot be decoded or stripped stays in the record as it came and is the record's fault, so that
 * a dead letter keeps it for a replay.
 *
 * `storedBefore` is for a replay: the record was stored before, so references may stand in it. In a record from outside they are
 * refused. Throws TransientError as `AttachmentStore.put`.
 */
export async function takeOutAttachments(
  record: RawRecord,
  places: readonly AttachmentPlace[],
  store: AttachmentStore,
  storedBefore = false,
): Promise<RawRecord> {
  // The mapping refuses a record that is nested too deep.
  if (record.value === undefined || isDeeper(record.value, DEEPEST)) return record;
  const extraction = new Extraction(store, storedBefore);
  let value: JsonObject = record.value;
  for (const place of places) {
    const taken = await extraction.replaceIn(value, place, place.at, '');
    if (isObject(taken)) value = taken;
  }
  const raw = extraction.replaced > 0 ? Buffer.from(JSON.stringify(value)) : record.raw;
  const { position } = record;
  return extraction.fault ? { raw, position, fault: extraction.fault } : { raw, position, value };
}

/** Does `takeOutAttachments` for several records, one after the other. Throws as it does; then some files may be stored, but no record is made. */
export async function takeOutAllAttachments(
  records: readonly RawRecord[],
  places: readonly AttachmentPlace[],
  store: AttachmentStore,
): Promise<readonly RawRecord[]> {
  const taken: RawRecord[] = [];
  for (const record of records) taken.push(await takeOutAttachments(record, places, store));
  return taken;
}

/** Takes the attachments out of one record. Its paths hold only names that the connector states, never what came (I10). */
class Extraction {
  replaced = 0;
  fault: NonNullable<RawRecord['fault']> | undefined;

  constructor(
    private readonly store: AttachmentStore,
    private readonly storedBefore: boolean,
  ) {}

  async replaceIn(
    value: JsonValue,
    place: AttachmentPlace,
    steps: readonly string[],
    path: string,
  ): Promise<JsonValue> {
    const [name] = steps;
    if (Array.isArray(value)) {
      return changeEach(value as readonly JsonValue[], (item, index) =>
        this.replaceIn(item, place, steps, `${path}[${index}]`),
      );
    }
    if (typeof value === 'string' && name === undefined && place.content === '#text') {
      // An element of XML that has no attributes is its text.
      const content = await this.#content(value, { class: place.class }, `${path}.#text`);
      return content === value ? value : { '#text': content };
    }
    if (!isObject(value)) return value;
    if (name === undefined) {
      const type = textIn(value, place.type);
      const declared = { class: place.class, ...(type === undefined ? {} : { type }) };
      return withMember(value, place.content, (it) =>
        this.#content(it, declared, `${path}.${place.content}`),
      );
    }
    return withMember(value, name, (it) => this.replaceIn(it, place, steps.slice(1), `${path}.${name}`));
  }

  async #content(
    value: JsonValue,
    declared: Parameters<typeof storeContent>[1],
    path: string,
  ): Promise<JsonValue> {
    if (Array.isArray(value)) {
      return changeEach(value as readonly JsonValue[], (item, index) =>
        this.#content(item, declared, `${path}[${index}]`),
      );
    }
    if (value === null || (this.storedBefore && isAttachmentReference(value))) return value;
    try {
      if (typeof value !== 'string') throw new RecordError('bad-attachment', 'The content is not text.');
      const reference = await storeContent(value, declared, this.store);
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

/** As deep as the mapping allows. */
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

/** A copy of the object in which the members of a name are changed, in their places. */
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

async function changeEach(
  items: readonly JsonValue[],
  change: (item: JsonValue, index: number) => Promise<JsonValue>,
): Promise<readonly JsonValue[]> {
  const changed: JsonValue[] = [];
  for (const [index, item] of items.entries()) changed.push(await change(item, index));
  return changed;
}
