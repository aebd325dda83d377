import type { MappingSpec, SchemeRule } from '#libs/mapping/mapping-spec.js';
import { contributionMisfit } from '#libs/model/schema/validate.js';
import type { Codes } from './code-tables.js';
import type { Scheme, Schemes } from './configuration.js';
import type { ConnectorYaml, StreamYaml } from './connector-yaml.js';
import type { StreamContext } from './source-settings.js';

/**
 * The mapping of one stream as plain data, for `compileMapping`. What the stream states goes before what the connector sets for all its
 * streams, and names of columns become expressions. Adds what is wrong with key and version to the problems of the context.
 */
export function mappingOf(
  connector: ConnectorYaml,
  stream: StreamYaml,
  codes: Codes,
  schemes: Schemes,
  context: StreamContext,
): MappingSpec {
  const timezone = stream.timezone ?? connector.timezone ?? connector.sql?.timezone;
  const dates = stream.dates ?? connector.dates;
  const clean = connector.clean || stream.clean ? { ...connector.clean, ...stream.clean } : undefined;
  const version = versionOf(stream, context);
  const fields = fieldsOf(stream);
  const { as, identity, links, map, each, part, parts, changedAt, filter } = stream;
  return {
    system: connector.system,
    as,
    identity,
    key: keyOf(stream, context),
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

/** A scheme without what it identifies: that is the ledger's business, and no reason to map a record again. */
const ruleOf = ({ normalise, pad, reused }: Scheme): SchemeRule => ({
  normalise,
  ...(pad === undefined ? {} : { pad }),
  ...(reused === undefined ? {} : { reused }),
});

const hasColumns = (stream: StreamYaml): boolean =>
  stream.from !== undefined || stream.files?.format === 'csv';
const columnValue = (column: string): string => `= \`${column}\``;

/** The names that a record may have. SQL reads key and watermark whether they are listed or not. */
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

function keyOf(stream: StreamYaml, context: StreamContext): string | readonly string[] {
  const keyExpression = (key: string, index?: number): string => {
    const path = ['streams', context.name, 'key', ...(index === undefined ? [] : [index])];
    if (stream.from !== undefined && key.startsWith('=')) {
      context.problems.add(
        'key-not-column',
        'The key of a table is a column, or a list of columns.',
        context.file.place(path),
      );
    }
    if (key.startsWith('=')) return key;
    if (hasColumns(stream)) return columnValue(key);
    context.problems.add(
      'key-not-expression',
      'Every record would have this same key.',
      context.file.place(path),
      `Write \`= ${key}\`.`,
    );
    return key;
  };
  return typeof stream.key === 'string' ? keyExpression(stream.key) : stream.key.map(keyExpression);
}

function versionOf(stream: StreamYaml, context: StreamContext): MappingSpec['version'] {
  const { version, watermark } = stream;
  if (version === undefined) return undefined;
  if (typeof version !== 'string') {
    const is = version.is.startsWith('=') || !hasColumns(stream) ? version.is : columnValue(version.is);
    return { ...version, is };
  }
  if (watermark && version === watermark.column) return { is: columnValue(version), kind: watermark.kind };
  const way = `Write \`version: { is: ${version}, kind: timestamp }\`, or another kind.`;
  context.problems.add(
    'no-version-kind',
    'How versions compare is not said.',
    context.file.place(['streams', context.name, 'version']),
    way,
  );
  return undefined;
}
