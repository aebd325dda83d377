import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { JsonObject } from '#libs/model/json.js';

const FIXTURES = join(__dirname, '../../../../../connectors/awkward/fixtures');

/** Streams that take calls; the others read files. */
export const CALLED = ['requests', 'orders', 'visits', 'jobs', 'cases', 'access-attempts'] as const;
export const DROPPED = ['properties', 'temporary-orders', 'invoices', 'statements'] as const;
export const STREAMS = [...CALLED, ...DROPPED] as const;
export type Stream = (typeof STREAMS)[number];

/** One record, and the stream that says it. */
export interface Said {
  readonly stream: Stream;
  readonly record: JsonObject;
}

/** The records of a fixture of the connector, as the conformance suite reads them too. */
export function recordsOf(stream: Stream, name: string): readonly JsonObject[] {
  const folder = join(FIXTURES, stream);
  const file = readdirSync(folder).find((it) => [`${name}.json`, `${name}.csv`].includes(it));
  if (file === undefined) throw new Error(`${stream} has no fixture ${name}`);
  const text = readFileSync(join(folder, file), 'utf8');
  return file.endsWith('.csv')
    ? (parse(text, { columns: true, bom: true }) as unknown as JsonObject[])
    : [JSON.parse(text) as JsonObject].flat();
}

/** Everything that the fixtures say, in the order of streams and files. */
export function allSaid(): readonly Said[] {
  return STREAMS.flatMap((stream) =>
    readdirSync(join(FIXTURES, stream))
      .filter((file) => !file.endsWith('.expected.json'))
      .flatMap((file) => recordsOf(stream, file.replace(/\.\w+$/, '')))
      .map((record) => ({ stream, record })),
  );
}
