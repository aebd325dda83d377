import type { SourceSettings } from '#libs/configuration/configuration.js';
import { readDelivered } from './delivery.js';
import { readDropped } from './drop-folder.js';
import type { Fixture } from './fixture.js';
import type { Fault } from './result.js';
import { readRows } from './table-rows.js';

/** Reads a fixture with the source of its stream, as the product would. A fault: the source could never have handed it over. */
export function readFixture(source: SourceSettings, file: string): Promise<Fixture | Fault> {
  switch (source.kind) {
    case 'files':
      return readDropped(source, file);
    case 'webhook':
      return readDelivered(source, file);
    case 'sql':
      return readRows(source, file);
    default:
      return source satisfies never;
  }
}
