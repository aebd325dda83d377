import type { Contribution, LinkClaim } from '#libs/model/contribution.js';
import { RecordError } from '#libs/model/errors.js';
import type { JsonObject, JsonValue } from '#libs/model/json.js';
import { ENTITY_KINDS, isEntityKind, isLinkType, LINK_TYPES, type EntityKind } from '#libs/model/kinds.js';
import type { Expression } from './expression.js';
import { constantIdentity } from './literals.js';
import type { Block, MappingProblem, ReferenceTemplates } from '../mapping-spec.js';
import { suggestion } from '../nearest.js';
import { compileReferences, type ReadReferences } from './references.js';
import type { Scope } from './scope.js';
import { compileTemplate, type CompiledTemplate, type TemplateSetting } from './template.js';
import { textOf } from '../text.js';

type Path = MappingProblem['path'];

/** What a contribution is about. A block reads it on its element; a part that states none inherits the stream's, read on the record. */
export interface BlockSubject {
  readonly kind: (scope: Scope) => EntityKind;
  readonly identity: ReadReferences;
}

/** One compiled block of a mapping: the stream's own, or one of `parts`. */
export interface CompiledBlock {
  /** Gives the elements of the record. Undefined: the block speaks once, of the record. */
  readonly each: CompiledTemplate | undefined;
  readonly part: CompiledTemplate | undefined;
  /** As far as the block states it itself. */
  readonly ownSubject: Partial<BlockSubject>;
  readonly links: (scope: Scope) => readonly LinkClaim[];
  readonly fields: (scope: Scope) => JsonObject;
  /** Every expression that is read on an element; where there is no `each`, on the record. */
  readonly expressions: readonly Expression[];
}

/**
 * Compiles one block that stands at `path` in the stream. `setting` is for what is read on an element, `recordSetting` for `each`
 * itself, which is read on the record. Adds what is wrong to the problems of the setting.
 */
export function compileBlock(
  block: Block,
  path: Path,
  setting: TemplateSetting,
  recordSetting: TemplateSetting,
): CompiledBlock {
  const template = (name: 'part', value: string | undefined) =>
    value === undefined ? undefined : compileTemplate(value, [...path, name], setting);
  return {
    each:
      block.each === undefined ? undefined : compileTemplate(block.each, [...path, 'each'], recordSetting),
    part: template('part', block.part),
    ownSubject: {
      ...(block.as === undefined ? {} : { kind: compileKind(block.as, [...path, 'as'], setting) }),
      ...(block.identity === undefined
        ? {}
        : { identity: compileIdentity(block.identity, [...path, 'identity'], setting) }),
    },
    links: compileLinks(block.links ?? {}, [...path, 'links'], setting),
    fields: compileFields(block.map ?? {}, [...path, 'map'], setting),
    expressions: setting.expressions,
  };
}

function compileIdentity(
  templates: ReferenceTemplates,
  path: Path,
  setting: TemplateSetting,
): ReadReferences {
  for (const [scheme, template] of Object.entries(templates)) {
    const problem = constantIdentity(template, [...path, scheme]);
    if (problem) setting.compiling.problems.push(problem);
  }
  return compileReferences(templates, path, setting);
}

function compileKind(as: string, path: Path, setting: TemplateSetting): BlockSubject['kind'] {
  if (!as.startsWith('=')) {
    if (isEntityKind(as)) return () => as;
    const problem = { code: 'unknown-kind', message: `There is no kind "${as}".`, path };
    const way = suggestion(as, ENTITY_KINDS);
    setting.compiling.problems.push(way === undefined ? problem : { ...problem, way });
    return () => 'request';
  }
  const template = compileTemplate(as, path, setting);
  return (scope) => {
    const word = template.read(scope);
    if (typeof word === 'string' && isEntityKind(word)) return word;
    throw new RecordError('unknown-kind', 'The expression does not give a kind of entity.', path.join('.')); // I7
  };
}

function compileLinks(
  links: NonNullable<Block['links']>,
  path: Path,
  setting: TemplateSetting,
): CompiledBlock['links'] {
  const readers = Object.entries(links).flatMap(([type, templates]) => {
    const read = compileReferences(templates, [...path, type], setting);
    if (isLinkType(type)) return [{ type, read }];
    const problem = {
      code: 'unknown-link',
      message: `There is no link type "${type}".`,
      path: [...path, type],
      name: true,
    } as const;
    const way = suggestion(type, LINK_TYPES);
    setting.compiling.problems.push(way === undefined ? problem : { ...problem, way });
    return [];
  });
  return (scope) =>
    readers.flatMap(({ type, read }) => read(scope).map((reference) => ({ type, reference })));
}

function compileFields(
  map: NonNullable<Block['map']>,
  path: Path,
  setting: TemplateSetting,
): CompiledBlock['fields'] {
  const fields = Object.entries(map).map(
    ([name, value]) => [name, compileTemplate(value, [...path, name], setting)] as const,
  );
  return (scope) => {
    const result: Record<string, JsonValue> = {};
    for (const [name, template] of fields) {
      const value = template.read(scope);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
}

/**
 * Makes the contribution of one element; `scope` is the element's, `record` the record's. `position` is the element's place, counted
 * from 1, or undefined where the block speaks of the record as a whole. Throws RecordError for what cannot be read.
 */
export function contributionOf(
  block: CompiledBlock,
  subject: BlockSubject,
  scope: Scope,
  record: Scope,
  position: number | undefined,
  changedAt: string | undefined,
): Contribution {
  const kind = block.ownSubject.kind ? block.ownSubject.kind(scope) : subject.kind(record);
  const identity = block.ownSubject.identity ? block.ownSubject.identity(scope) : subject.identity(record);
  const defaultPart = position === undefined ? '' : String(position);
  const part = textOf(block.part?.read(scope)) ?? defaultPart;
  const contribution = { part, kind, identity, links: block.links(scope), fields: block.fields(scope) };
  return changedAt === undefined ? contribution : { ...contribution, changedAt };
}
