import { canonicalJson, type JsonObject } from '#libs/model/json.js';
import { createHash } from 'node:crypto';
import { compileBlock, type CompiledBlock } from './contribution-block.js';
import type { Compiling, Expression } from './expression.js';
import { isZone } from '../functions/zone.js';
import { makeFunctions } from '../functions/functions.js';
import { mapRecords } from './map-records.js';
import type { Block, MappingProblem, MappingSpec } from '../mapping-spec.js';
import { compileHead } from './record-head.js';
import type { StreamMapping } from '../stream-mapping.js';
import type { TemplateSetting } from './template.js';

/** Part of every hash. Whoever changes this folder so that the same spec gives other answers counts it up. */
const REVISION = 2;

/** What came of one spec: a mapping, or what is wrong with it. */
export interface Compiled {
  /** Absent where there are problems. */
  readonly mapping?: StreamMapping;
  /** Every problem of the spec, not only the first. Empty where there is a mapping. */
  readonly problems: readonly MappingProblem[];
}

/**
 * Compiles the mapping of one stream. `readConfiguration` calls it once per stream when a program starts or validates.
 * It is pure: no I/O and no clock; the same spec gives the same hash and the same answers. It throws nothing for what a
 * connector's author wrote: all of that is in `problems`.
 */
export function compileMapping(spec: MappingSpec): Compiled {
  const compiling: Compiling = {
    functions: makeFunctions(spec),
    record: spec.fields,
    tables: Object.keys(spec.codes),
    schemes: Object.keys(spec.schemes),
    hasCurrency: spec.currency !== undefined,
    problems: [],
    usedTables: new Set(),
    usedSchemes: new Set(),
  };
  if (spec.timezone !== undefined && !isZone(spec.timezone)) {
    const way = 'Write an IANA name, as Europe/London.';
    compiling.problems.push({
      code: 'unknown-zone',
      message: 'There is no such time zone.',
      path: ['timezone'],
      way,
    });
  }
  const settingFor = (
    element: readonly string[] | undefined,
    expressions: Expression[] = [],
  ): TemplateSetting => ({
    element,
    compiling,
    schemes: spec.schemes,
    expressions,
  });
  const recordSetting = settingFor(spec.fields);
  const head = compileHead(spec, recordSetting);
  const compileOne = (settings: Block, path: readonly (string | number)[]): CompiledBlock =>
    compileBlock(
      settings,
      path,
      settings.each === undefined ? recordSetting : settingFor(settings.fields),
      recordSetting,
    );
  const { fields: _recordFields, ...mainSpec } = spec;
  const mainBlock = compileOne(mainSpec, []);
  const partBlocks = (spec.parts ?? []).map((part, index) => compileOne(part, ['parts', index]));
  checkBlocks(spec, compiling.problems);
  const { kind, identity } = mainBlock.ownSubject;
  if (compiling.problems.length > 0 || !kind || !identity) return { problems: compiling.problems };
  const mainBlockSpeaks = spec.map !== undefined || spec.links !== undefined || partBlocks.length === 0;
  const mapping: StreamMapping = {
    hash: hashOf(spec, compiling),
    map: mapRecords({
      clean: spec.clean ?? {},
      head,
      subject: { kind, identity },
      blocks: mainBlockSpeaks ? [mainBlock, ...partBlocks] : partBlocks,
      recordExpressions: recordSetting.expressions,
      checkFields: spec.checkFields,
    }),
  };
  return { mapping, problems: [] };
}

function checkBlocks(spec: MappingSpec, problems: MappingProblem[]): void {
  if (spec.as === undefined)
    problems.push({
      code: 'no-kind',
      message: 'The stream does not say `as` what kind it speaks.',
      path: ['as'],
    });
  if (spec.identity === undefined) {
    problems.push({ code: 'no-identity', message: 'The stream names no `identity`.', path: ['identity'] });
  }
  if (spec.each !== undefined && spec.parts) {
    const way = 'Give each block of `parts` its own `each`.';
    problems.push({
      code: 'each-and-parts',
      message: '`each` and `parts` do not go together.',
      path: ['each'],
      way,
    });
  }
  spec.parts?.forEach((part, index) => {
    if (part.each === undefined) {
      problems.push({ code: 'no-each', message: 'A block of `parts` needs `each`.', path: ['parts', index] });
    }
  });
}

/** Hashes only what decides an answer, so that a code table that no expression uses may change without a remap. */
function hashOf(spec: MappingSpec, compiling: Compiling): string {
  const pick = <T>(from: { readonly [name: string]: T }, chosen: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => chosen(name)));
  const deciding = {
    revision: REVISION,
    rest: pick(spec as unknown as JsonObject, (name) => !['checkFields', 'codes', 'schemes'].includes(name)),
    codes: pick(spec.codes, (table) => compiling.usedTables.has(table)),
    schemes: pick(spec.schemes, (scheme) => compiling.usedSchemes.has(scheme)),
  };
  return createHash('sha256')
    .update(canonicalJson(deciding as unknown as JsonObject))
    .digest('hex');
}
