import { compileMapping } from '#libs/mapping/compile/compile-mapping.js';
import type { Block } from '#libs/mapping/mapping-spec.js';
import { checkReferences } from './check-links.js';
import type { Speaks } from './check-authority.js';
import { readCodeTables, type Codes } from './code-tables.js';
import type { ConnectorSpec, Schemes, StreamSpec } from './configuration.js';
import type { ConnectorYaml, StreamYaml } from './connector-yaml.js';
import { milliseconds } from './durations.js';
import { mappingOf } from './mapping-of.js';
import { checkModelNames } from './model-names.js';
import { makeResolve, type Environment } from './placeholders.js';
import type { Problems } from './problems.js';
import { sourceSettings, type StreamPlace } from './source-settings.js';
import type { YamlFile, YamlPath } from './yaml-file.js';

export interface ReadConnector {
  readonly spec: ConnectorSpec;
  /** What each of its blocks speaks of. */
  readonly speaks: readonly Speaks[];
}

/** One connector, its file already checked against the schema. Streams that are wrong are missing, and `problems` says why. */
export function readConnector(
  name: string,
  folder: string,
  file: YamlFile,
  schemes: Schemes,
  environment: Environment,
  problems: Problems,
): ReadConnector {
  const yaml = file.value as ConnectorYaml;
  const codes = readCodeTables(folder, problems);
  const resolve = makeResolve(environment, file, onceOnly(problems));
  const speaks: Speaks[] = [];
  const streams = Object.entries(yaml.streams).flatMap(([stream, given]) => {
    const at: StreamPlace = { folder, file, name: stream, resolve, problems };
    for (const { kind, identity, block, path } of blocksOf(given, ['streams', stream])) {
      checkReferences(kind, block, schemes, file, path, problems);
      for (const fault of checkModelNames(kind, block.map ?? {}, codes, [...path, 'map'])) {
        problems.add(
          fault.code,
          fault.message,
          file.place(fault.path, { key: fault.code !== 'bad-code-value' }),
          fault.way,
        );
      }
      speaks.push({
        connector: name,
        kind,
        schemes: Object.keys(identity),
        fields: Object.keys(block.map ?? {}).map((field) => ({
          name: field,
          place: file.place([...path, 'map', field], { key: true }),
        })),
      });
    }
    const spec = readStream(name, yaml, given, codes, schemes, at);
    return spec ? [spec] : [];
  });
  const { title, system, owner } = yaml;
  return { spec: { name, title, system, ...(owner === undefined ? {} : { owner }), streams }, speaks };
}

function readStream(
  connector: string,
  yaml: ConnectorYaml,
  stream: StreamYaml,
  codes: Codes,
  schemes: Schemes,
  at: StreamPlace,
): StreamSpec | undefined {
  const source = sourceSettings(yaml, stream, at);
  const { mapping, problems } = compileMapping(mappingOf(yaml, stream, codes, schemes, at));
  for (const { code, message, path, name, offset, way } of problems) {
    const place = at.file.place(['streams', at.name, ...path], {
      key: name === true,
      ...(offset === undefined ? {} : { offset }),
    });
    at.problems.add(code, message, place, way);
  }
  if (!source || !mapping) return undefined;
  const every = stream.every ?? (source.kind === 'files' ? '10s' : '30s');
  return {
    connector,
    name: at.name,
    system: yaml.system,
    source,
    everyMs: source.kind === 'webhook' ? 0 : milliseconds(every),
    freshnessMs: milliseconds(stream.freshness ?? '15m'),
    ...(yaml.goLiveAt === undefined ? {} : { goLiveAt: yaml.goLiveAt }),
    versioned: stream.version !== undefined,
    mapping,
    says: saysOf(stream),
  };
}

const saysOf = (stream: StreamYaml): readonly string[] =>
  blocksOf(stream, []).flatMap(({ kind, block }) =>
    Object.keys(block.map ?? {}).map((field) => `${kind.startsWith('=') ? '*' : kind}.${field}`),
  );

interface OneBlock {
  readonly kind: string;
  readonly identity: NonNullable<Block['identity']>;
  readonly block: Block;
  readonly path: YamlPath;
}

/** The stream's own block and its parts, each with the kind and the identity it speaks of. */
function blocksOf(stream: StreamYaml, path: YamlPath): readonly OneBlock[] {
  const parts = (stream.parts ?? []).map((block, index) => ({
    kind: block.as ?? stream.as,
    identity: block.identity ?? stream.identity,
    block,
    path: [...path, 'parts', index],
  }));
  return [{ kind: stream.as, identity: stream.identity, block: stream, path }, ...parts];
}

/** What is set once at the top is read for every stream, and told of once. */
function onceOnly(problems: Problems): Problems {
  const told = new Set<string>();
  return {
    all: problems.all,
    add: (code, message, place, way) => {
      const key = `${code} ${message} ${place?.path ?? ''}`;
      if (!told.has(key)) problems.add(code, message, place, way);
      told.add(key);
    },
  };
}
