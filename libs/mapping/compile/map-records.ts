import type { Mapped } from '#libs/model/contribution.js';
import { RecordError } from '#libs/model/errors.js';
import type { JsonObject } from '#libs/model/json.js';
import { checkContribution, checkParts } from './check-contribution.js';
import { clean } from './clean.js';
import { contributionOf, type CompiledBlock, type BlockSubject } from './contribution-block.js';
import type { Expression } from './expression.js';
import { asList } from '../functions/texts.js';
import type { CleanRules, MappingSpec } from '../mapping-spec.js';
import type { RecordHead } from './record-head.js';
import { prepare, type Scope } from './scope.js';
import type { StreamMapping } from '../stream-mapping.js';
import { findUnmapped } from '../unmapped.js';

/** Everything that `compileMapping` has made of one stream, before it is put to use. */
export interface CompiledStream {
  readonly clean: CleanRules;
  readonly head: RecordHead;
  /** The stream's kind and identity, which its parts inherit. */
  readonly subject: BlockSubject;
  /** In the order in which they make contributions. */
  readonly blocks: readonly CompiledBlock[];
  readonly recordExpressions: readonly Expression[];
  readonly checkFields: MappingSpec['checkFields'];
}

type Elements = ReadonlyMap<CompiledBlock, readonly Scope[]>;

/**
 * Makes the `map` of a StreamMapping. Records are mapped one after another. Where every expression is direct none of them waits; the
 * JSONata library answers with promises and is asked only where an expression needs it.
 */
export function mapRecords(stream: CompiledStream): StreamMapping['map'] {
  const expressions = [...stream.recordExpressions, ...stream.blocks.flatMap((block) => block.expressions)];
  const needsLibrary = expressions.some((expression) => !expression.direct);
  return async (values) => {
    const answers: Mapped[] = [];
    for (const value of values) {
      const scope = scopeOf(stream, value);
      if ('outcome' in scope) answers.push(scope);
      else answers.push(needsLibrary ? await mapSlowly(stream, scope) : mapOne(stream, scope));
    }
    return answers;
  };
}

function scopeOf(stream: CompiledStream, value: JsonObject): Scope | Mapped {
  try {
    const record = clean(value, stream.clean);
    return { element: record, record };
  } catch (error) {
    return deadLetter(error, undefined);
  }
}

async function mapSlowly(stream: CompiledStream, scope: Scope): Promise<Mapped> {
  const record = await prepare(scope, stream.recordExpressions);
  const elements = new Map<CompiledBlock, readonly Scope[]>();
  for (const block of stream.blocks) {
    if (!block.each) continue;
    const scopes = tryElements(block, record);
    elements.set(block, await Promise.all(scopes.map((element) => prepare(element, block.expressions))));
  }
  return mapOne(stream, record, elements);
}

/** An `each` that fails gives no elements here. `mapOne` reads it again and makes the dead letter. */
function tryElements(block: CompiledBlock, record: Scope): readonly Scope[] {
  try {
    return elementsOf(block, record);
  } catch (error) {
    if (error instanceof RecordError) return [];
    throw error;
  }
}

const elementsOf = (block: CompiledBlock, record: Scope): readonly Scope[] =>
  asList(block.each?.read(record)).map((element) => ({ element, record: record.record }));

function mapOne(stream: CompiledStream, record: Scope, elements?: Elements): Mapped {
  let key: string | undefined;
  try {
    key = stream.head.key(record);
    const version = stream.head.version(record);
    const head = version === undefined ? { key } : { key, version };
    const rule = stream.head.filteredBy(record);
    if (rule !== undefined) return { outcome: 'filtered', ...head, rule };
    const changedAt = stream.head.changedAt(record);
    const contributions = stream.blocks.flatMap((block) => {
      if (!block.each) return [contributionOf(block, stream.subject, record, record, undefined, changedAt)];
      const scopes = elementsOf(block, record).map((scope, index) => elements?.get(block)?.[index] ?? scope);
      return scopes.map((scope, index) =>
        contributionOf(block, stream.subject, scope, record, index + 1, changedAt),
      );
    });
    for (const contribution of contributions) checkContribution(contribution, stream.checkFields);
    checkParts(contributions);
    const unmapped = contributions.flatMap((each) => [...findUnmapped(each.fields).values()]);
    return { outcome: 'contributions', ...head, contributions, unmapped };
  } catch (error) {
    return deadLetter(error, key);
  }
}

/** I11: a fault of one record stays with that record. Any error that is not a RecordError is a bug and is thrown on. */
function deadLetter(error: unknown, key: string | undefined): Mapped {
  if (!(error instanceof RecordError)) throw error;
  const { code, message, path } = error;
  return {
    outcome: 'dead-letter',
    ...(key === undefined ? {} : { key }),
    code,
    ...(path === undefined ? {} : { path }),
    message,
  };
}
