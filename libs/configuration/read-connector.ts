import { compileMapping } from '#libs/mapping/compile/compile-mapping.js';
import type { Block } from '#libs/mapping/mapping-spec.js';
import { checkReferences } from './check-references.js';
import type { BlockContent } from './check-authority.js';
import { readCodeTables, type Codes } from './code-tables.js';
import type { ConnectorSpec, Schemes, StreamSpec } from './configuration.js';
import type { ConnectorYaml, StreamYaml } from './connector-yaml.js';
import type { DropStream } from './drop-folders.js';
import { milliseconds } from './durations.js';
import { mappingOf } from './mapping-of.js';
import { checkModelNames } from './model-names.js';
import { makeResolve, type Environment } from './placeholders.js';
import type { Problems } from './problems.js';
import { sourceSettings, type StreamContext } from './source-settings.js';
import type { YamlFile, YamlPath } from './yaml-file.js';

/** A connector that was read, and what is needed to compare it with the others. */
export interface ReadConnector {
  readonly spec: ConnectorSpec;
  /** What each block of its mappings speaks of. */
  readonly blocks: readonly BlockContent[];
  /** Its streams that read files. */
  readonly drops: readonly DropStream[];
}

/**
 * Reads one connector whose file has been checked against the schema: its code tables, and settings and mapping of each stream. Adds what is
 * wrong to `problems`; a stream that is wrong is left out.
 */
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
  const blocks: BlockContent[] = [];
  const streams = Object.entries(yaml.streams).flatMap(([stream, streamYaml]) => {
    const context: StreamContext = { folder, file, name: stream, resolve, problems };
    for (const { kind, identity, block, path } of blocksOf(streamYaml, ['streams', stream])) {
      checkReferences(kind, block, schemes, file, path, problems);
      for (const fault of checkModelNames(kind, block.map ?? {}, codes, [...path, 'map'])) {
        problems.add(
          fault.code,
          fault.message,
          file.place(fault.path, { key: fault.code !== 'bad-code-value' }),
          fault.way,
        );
      }
      blocks.push({
        connector: name,
        kind,
        schemes: Object.keys(identity),
        fields: Object.keys(block.map ?? {}).map((field) => ({
          name: field,
          place: file.place([...path, 'map', field], { key: true }),
        })),
      });
    }
    const spec = readStream(name, yaml, streamYaml, codes, schemes, context);
    return spec ? [spec] : [];
  });
  const { title, system, owner } = yaml;
  const drops = streams.flatMap(({ name: stream, source }): readonly DropStream[] =>
    source.kind === 'files'
      ? [
          {
            name: `${name}/${stream}`,
            source,
            place: file.place(['streams', stream, 'files', 'pattern']),
          },
        ]
      : [],
  );
  const spec = { name, title, system, ...(owner === undefined ? {} : { owner }), streams };
  return { spec, blocks, drops };
}

function readStream(
  connector: string,
  yaml: ConnectorYaml,
  stream: StreamYaml,
  codes: Codes,
  schemes: Schemes,
  context: StreamContext,
): StreamSpec | undefined {
  const source = sourceSettings(yaml, stream, context);
  const { mapping, problems } = compileMapping(mappingOf(yaml, stream, codes, schemes, context));
  for (const { code, message, path, name, offset, way } of problems) {
    const place = context.file.place(['streams', context.name, ...path], {
      key: name === true,
      ...(offset === undefined ? {} : { offset }),
    });
    context.problems.add(code, message, place, way);
  }
  if (!source || !mapping) return undefined;
  const every = stream.every ?? (source.kind === 'files' ? '10s' : '30s');
  return {
    connector,
    name: context.name,
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

interface SpokenBlock {
  readonly kind: string;
  readonly identity: NonNullable<Block['identity']>;
  readonly block: Block;
  readonly path: YamlPath;
}

/** The stream's own block and its parts, each with the kind and the identity that it speaks of. */
function blocksOf(stream: StreamYaml, path: YamlPath): readonly SpokenBlock[] {
  const parts = (stream.parts ?? []).map((block, index) => ({
    kind: block.as ?? stream.as,
    identity: block.identity ?? stream.identity,
    block,
    path: [...path, 'parts', index],
  }));
  return [{ kind: stream.as, identity: stream.identity, block: stream, path }, ...parts];
}

/** Passes each problem on once: what is set at the top of the file is read again for every stream. */
function onceOnly(problems: Problems): Problems {
  const reported = new Set<string>();
  return {
    all: problems.all,
    add: (code, message, place, way) => {
      const key = `${code} ${message} ${place?.path ?? ''}`;
      if (!reported.has(key)) problems.add(code, message, place, way);
      reported.add(key);
    },
  };
}
