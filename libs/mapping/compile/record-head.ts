import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonValue } from '#libs/model/json.js';
import { makeVersion, type Version } from '#libs/model/version.js';
import { refuseBadCharacters } from './check-contribution.js';
import { instant, type DateRules } from '../functions/dates.js';
import type { MappingSpec } from '../mapping-spec.js';
import type { Scope } from './scope.js';
import { truth } from '../syntax/semantics.js';
import { compileTemplate, type CompiledTemplate, type TemplateSetting } from './template.js';
import { textOf } from '../text.js';

/** What is read of a record before its contributions: which record it is, and which version of it. */
export interface RecordHead {
  /** The record's key in its stream. Throws RecordError `no-key`, `bad-character`, `not-one-value`. */
  readonly key: (scope: Scope) => string;
  /** The name of the first filter rule that leaves the record out; undefined where none does. */
  readonly filteredBy: (scope: Scope) => string | undefined;
  /** Undefined where the stream has no versions, or this record has none and need not. Throws RecordError `no-version`, `bad-version`, `bad-date`, `no-zone`. */
  readonly version: (scope: Scope) => Version | undefined;
  /**
   * When the source says that this was so: an ISO instant in UTC, always with nine digits after the second, so that text order is
   * time order. Undefined where the source does not say. Throws RecordError `bad-date`, `no-zone`.
   */
  readonly changedAt: (scope: Scope) => string | undefined;
}

/** Compiles `key`, `filter`, `version` and `changedAt` of a stream. Adds what is wrong to the problems of the setting. */
export function compileHead(spec: MappingSpec, setting: TemplateSetting): RecordHead {
  const keys = [spec.key]
    .flat()
    .map((text, index) => compileTemplate(text, Array.isArray(spec.key) ? ['key', index] : ['key'], setting));
  const rules = Object.entries(spec.filter ?? {}).map(
    ([rule, text]) => [rule, compileTemplate(text, ['filter', rule], setting)] as const,
  );
  const changedAt =
    spec.changedAt === undefined ? undefined : compileTemplate(spec.changedAt, ['changedAt'], setting);
  return {
    key: (scope) => readKey(keys, scope),
    filteredBy: (scope) => rules.find(([, rule]) => truth(rule.read(scope)) === true)?.[0],
    version: compileVersion(spec, setting),
    changedAt: (scope) => {
      const at = changedAt && instantText(changedAt.read(scope), spec, 'changedAt');
      return at === undefined ? undefined : makeVersion('timestamp', at).sort;
    },
  };
}

/** Joins several parts with `|`. Inside a part a `\` is put before `|` and `\`, so that two keys never become one. */
function readKey(keys: readonly CompiledTemplate[], scope: Scope): string {
  const parts = keys.map((key) => textOf(key.read(scope)) ?? '');
  if (parts.every((part) => part === '')) throw new RecordError('no-key', 'The record has no key.', 'key');
  const key =
    parts.length === 1 ? parts.join('') : parts.map((part) => part.replace(/[\\|]/g, '\\$&')).join('|');
  refuseBadCharacters(key, 'key');
  return key;
}

function compileVersion(spec: MappingSpec, setting: TemplateSetting): RecordHead['version'] {
  const { version } = spec;
  if (!version) return () => undefined;
  const template = compileTemplate(version.is, ['version', 'is'], setting);
  return (scope) => {
    const value = template.read(scope);
    const text = version.kind === 'timestamp' ? instantText(value, spec, 'version') : textOf(value);
    if (text !== undefined) return makeVersion(version.kind, text);
    if (version.optional === true) return undefined;
    throw new RecordError('no-version', 'The record has no version.', 'version');
  };
}

/** The UTC instant in what `$instant` gave; a text is read by the stream's own rules. */
function instantText(value: JsonValue | undefined, rules: DateRules, path: string): string | undefined {
  if (isObject(value) && typeof value['at'] === 'string') return value['at'];
  try {
    const at = instant(rules, value)?.['at'];
    return typeof at === 'string' ? at : undefined;
  } catch (error) {
    throw error instanceof RecordError ? new RecordError(error.code, error.message, path) : error;
  }
}
