import { Command } from 'commander';
import { ConfigError } from '#libs/model/errors.js';
import { isObject, type JsonValue } from '#libs/model/json.js';
import { findEntities, traceEntity, type Trace, type TracedEntity } from '#libs/ledger/queries/trace.js';
import { withLedger } from '../connection.js';
import { print, printJson, table } from '../output.js';

interface Options {
  readonly json?: boolean;
  readonly personal?: boolean;
}

/** What each system said of a reference, what hangs on it, and its versions. */
export function traceCommand(): Command {
  return new Command('trace')
    .description('what each system said of one reference, what hangs on it, and every version')
    .argument('<reference>', 'as uh/workOrder:00545095, the bare number, or an entity id')
    .option('--personal', 'show names, phones and free text too')
    .option('--json', 'answer in JSON')
    .action(async (reference: string, { json, personal }: Options) => {
      const traces = await withLedger(async (ledger) => {
        const ids = await findEntities(ledger, reference);
        const found = await Promise.all(ids.map((id) => traceEntity(ledger, id)));
        return found.flatMap((it) => it ?? []);
      });
      if (traces.length === 0)
        throw new ConfigError(
          'unknown-reference',
          `Nothing is known under "${reference}".`,
          undefined,
          'Write it as scheme:number, with leading zeros.',
        );
      const shown = personal === true ? traces : traces.map(withoutPersonal);
      if (json) printJson(shown);
      else for (const trace of shown) print(plainTrace(trace, personal === true));
    });
}

const withoutPersonal = ({ entity, linked }: Trace): Trace => ({
  entity: { ...entity, personal: undefined },
  linked: linked.map((it) => ({ ...it, entity: { ...it.entity, personal: undefined } })),
});

function plainTrace({ entity, linked }: Trace, personal: boolean): string {
  const others = linked.map(({ type, direction, entity: other }) => [
    `${direction === 'to' ? `${type} →` : `← ${type}`} ${heading(other)}`,
    ...summary(other, personal).map((line) => `    ${line}`),
  ]);
  return [
    heading(entity),
    ...summary(entity, personal),
    '',
    'who said it',
    indent(said(entity)),
    '',
    'versions',
    indent(versions(entity)),
    '',
    'linked',
    ...others.flat(),
  ].join('\n');
}

const heading = ({ kind, id, state, version, document }: TracedEntity): string => {
  const references = list(document['references']).map((it) => `${String(it['scheme'])}:${String(it['id'])}`);
  return `${kind} ${references.join(', ')} (${id}, version ${version}${state === 'current' ? '' : `, ${state}`})`;
};

const HIDDEN = new Set(['id', 'kind', 'version', 'state', 'references', 'links', 'provenance']);

function summary({ document, personal }: TracedEntity, withPersonal: boolean): readonly string[] {
  const provenance = isObject(document['provenance']) ? document['provenance'] : {};
  const fields = { ...document, ...(withPersonal ? personal : {}) };
  return Object.entries(fields).flatMap(([name, value]) => {
    if (HIDDEN.has(name) || value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    if (Array.isArray(value))
      return [`${name}:`, ...(value as readonly JsonValue[]).map((it) => `    ${brief(it)}`)];
    const by = provenance[name];
    return [`${name}: ${brief(value)}${typeof by === 'string' ? `   (${by})` : ''}`];
  });
}

/** A value in one line: a code by its word, an instant by its time, money with its currency. */
function brief(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(brief).join(', ');
  if (!isObject(value)) return String(value);
  const raw = value['raw'];
  if (isObject(raw))
    return `${typeof value['value'] === 'string' ? value['value'] : 'unmapped'} [${String(raw['code'])}]`;
  if (typeof value['at'] === 'string') return value['at'];
  if (typeof value['amount'] === 'string') return `${value['amount']} ${String(value['currency'])}`;
  return Object.entries(value)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, member]) => `${name} ${brief(member)}`)
    .join('  ');
}

/** The name of an element first, who said it last. */
const rank = (member: string): number => (member === 'ref' ? -1 : member === 'by' ? 1 : 0);

function said({ said: all }: TracedEntity): string {
  const rows = all.map((it) => [
    it.readAt,
    it.by,
    it.part === '' ? it.record : `${it.record} #${it.part}`,
    it.changedAt ?? '–',
    it.fields.join(', '),
  ]);
  return table([['taken', 'by', 'record', 'changed', 'speaks of'], ...rows]);
}

const versions = ({ versions: all }: TracedEntity): string =>
  table(all.map((it) => [it.at, it.topic, String(it.version), it.changes]));

const indent = (text: string): string => text.replaceAll(/^/gm, '    ');

const list = (value: JsonValue | undefined): readonly Record<string, JsonValue | undefined>[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
