import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonObject } from '#libs/model/json.js';
import { jsonRecord } from '../json/json-record.js';
import type { FilesSettings } from './files-settings.js';
import { Unreadable } from '../text/unreadable.js';
import { xmlDocument } from './xml-records.js';

/**
 * Makes the value of a record of this source again out of its stored bytes, for a replay. Throws RecordError where it never had a
 * value: `ragged-row`, `not-an-object`, `unreadable-file`.
 */
export function parseStoredRecord(settings: FilesSettings, raw: Uint8Array): JsonObject {
  try {
    if (settings.format === 'xml' && raw[0] !== 0x7b) return xmlDocument(raw, settings);
    const { value, fault } = jsonRecord(raw, 'the stored record');
    const isWholeFile = isObject(value?.['#file']);
    if (isWholeFile)
      throw new RecordError('unreadable-file', 'only its name is kept: mend the file and drop it again');
    if (value !== undefined) return value;
    const code = settings.format === 'csv' ? 'ragged-row' : (fault?.code ?? 'unreadable-file');
    throw new RecordError(code, 'the record has no value that could be mapped');
  } catch (error) {
    if (error instanceof Unreadable) throw new RecordError('unreadable-file', error.message);
    throw error;
  }
}
