import type { MappingSpec, SchemeRule } from '#libs/mapping/mapping-spec.js';
import { contributionMisfit } from '#libs/model/schema/validate.js';
import type { Codes } from './code-tables.js';
import type { Scheme, Schemes } from './configuration.js';
import type { ConnectorYaml, StreamYaml } from './connector-yaml.js';
import type { StreamPlace } from './source-settings.js';

/** The mapping of one stream as plain data: what the connector sets for all, what the stream says itself, columns as expressions. */
export function mappingOf(
  connector: ConnectorYaml,
  stream: StreamYaml,
  codes: Codes,
  schemes: Schemes,
  at: StreamPlace,
): MappingSpec {
  const timezone = stream.timezone ?? connector.timezone ?? connector.sql?.timezone;
  const dates = stream.dates ?? connector.dates;
  const clean = connector.clean || stream.clean ? { ...connector.clean, ...stream.clean } : undefined;
  const version = versionOf(stream, at);
  const fields = fieldsOf(stream);
  const { as, identity, links, map, each, part, parts, changedAt, filter } = stream;
  return {
    system: connector.system,
    as,
    identity,
    key: keyOf(stream, at),
    codes,
    schemes: Object.fromEntries(Object.entries(schemes).map(([name, scheme]) => [name, ruleOf(scheme)])),
    checkFields: contributionMisfit,
    ...(links ? { links } : {}),
    ...(map ? { map } : {}),
    ...(each === undefined ? {} : { each }),
    ...(part === undefined ? {} : { part }),
    ...(parts ? { parts } : {}),
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(filter ? { filter } : {}),
    ...(version ? { version } : {}),
    ...(clean ? { clean } : {}),
    ...(timezone === undefined ? {} : { timezone }),
    ...(dates ? { dates } : {}),
    ...(connector.currency === undefined ? {} : { currency: connector.currency }),
    ...(fields ? { fields } : {}),
  };
}

/** What a reference identifies is the ledger's business, and no reason to map a record again. */
const ruleOf = ({ normalise, pad, reused }: Scheme): SchemeRule => ({
  normalise,
  ...(pad === undefined ? {} : { pad }),
  ...(reused === undefined ? {} : { reused }),
});

const hasColumns = (stream: StreamYaml): boolean =>
  stream.from !== undefined || stream.files?.format === 'csv';
const columnValue = (column: string): string => `= \`${column}\``;

/** SQL reads key and watermark whether they are listed or not. */
function fieldsOf(stream: StreamYaml): readonly string[] | undefined {
  if (!stream.fields || stream.from === undefined) return stream.fields;
  return [
    ...new Set([
      ...stream.fields,
      ...[stream.key].flat(),
      ...(stream.watermark ? [stream.watermark.column] : []),
    ]),
  ];
}

function keyOf(stream: StreamYaml, at: StreamPlace): string | readonly string[] {
  const one = (key: string, index?: number): string => {
    const path = ['streams', at.name, 'key', ...(index === undefined ? [] : [index])];
    if (stream.from !== undefined && key.startsWith('=')) {
      at.problems.add(
        'key-not-column',
        'The key of a table is a column, or a list of columns.',
        at.file.place(path),
      );
    }
    if (key.startsWith('=')) return key;
    if (hasColumns(stream)) return columnValue(key);
    at.problems.add(
      'key-not-expression',
      'Every record would have this same key.',
      at.file.place(path),
      `Write \`= ${key}\`.`,
    );
    return key;
  };
  return typeof stream.key === 'string' ? one(stream.key) : stream.key.map(one);
}

function versionOf(stream: StreamYaml, at: StreamPlace): MappingSpec['version'] {
  const { version, watermark } = stream;
  if (version === undefined) return undefined;
  if (typeof version !== 'string') {
    const is = version.is.startsWith('=') || !hasColumns(stream) ? version.is : columnValue(version.is);
    return { ...version, is };
  }
  if (watermark && version === watermark.column) return { is: columnValue(version), kind: watermark.kind };
  const way = `Write \`version: { is: ${version}, kind: timestamp }\`, or another kind.`;
  at.problems.add(
    'no-version-kind',
    'How versions compare is not said.',
    at.file.place(['streams', at.name, 'version']),
    way,
  );
  return undefined;
}
