import fc, { type Arbitrary } from 'fast-check';
import { SCHEMAS } from '#libs/model/generated/schemas.js';
import type { Property, PropertyPersonal, Request, RequestPersonal } from '#libs/model/generated/types.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { WithPersonal, OrderFile } from '../export.js';

/** Words that nobody has; none of them is a code of HACT by accident. */
const text = fc.stringMatching(/^[A-Z][a-z]{2,8}( [a-z]{2,8}){0,2}$/);
const instant = fc
  .tuple(
    fc.date({ min: new Date('2020-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
    fc.constantFrom('Europe/London', undefined),
  )
  .map(([moment, zone]): JsonObject => {
    const at = `${moment.toISOString().slice(0, 19)}Z`;
    return zone === undefined ? { at, text: at } : { at, text: at, zone };
  });
const decimal = fc.stringMatching(/^-?[0-9]{1,6}(\.[0-9]{1,4})?$/);
const rawCode = fc.record(
  {
    scheme: fc.constantFrom('uh/status', 'contractor/job-update-type'),
    code: fc.oneof(
      fc.constantFrom('0/complete', '0/addNote', '70', 'B2', 'PL', 'EL', '1', 'X9'),
      fc.stringMatching(/^[A-Z]{2,3}$/),
    ),
    label: text,
  },
  { requiredKeys: ['scheme', 'code'] },
);

/**
 * Every value that a generated schema allows, with texts that are plain to read. `always` names top-level members that are never absent.
 */
export function arbitraryEntity(
  kind: EntityKind | `${EntityKind}-personal`,
  always: readonly string[] = [],
): Arbitrary<JsonObject> {
  const root = SCHEMAS[kind];
  const properties = root['properties'] as Record<string, JsonObject>;
  const skipped = new Set([
    'id',
    'kind',
    'version',
    'state',
    'into',
    'links',
    'provenance',
    'flags',
    'deadlines',
  ]);
  const fields = Object.entries(properties).filter(([name]) => !skipped.has(name));
  return fc
    .record(Object.fromEntries(fields.map(([name, schema]) => [name, value(root, name, schema)])), {
      requiredKeys: [...always],
    })
    .map((members) => ({
      id: '00000000-0000-4000-8000-000000000001',
      kind: kind.replace('-personal', ''),
      version: 1,
      state: 'current',
      ...(members as JsonObject),
    }));
}

function value(root: JsonObject, name: string, schema: JsonObject): Arbitrary<JsonValue> {
  const target = schema['$ref'];
  if (typeof target === 'string') {
    const known = target.replace('#/$defs/', '');
    if (known === 'instant') return instant;
    if (known === 'decimal') return decimal;
    if (known === 'rawCode')
      return name === 'workClass'
        ? fc.constantFrom('0', '10', '60').map((code) => ({ scheme: 'uh/class', code }))
        : rawCode;
    const definition = (root['$defs'] as Record<string, JsonObject>)[known] ?? {};
    return value(root, known, definition);
  }
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as string[]));
  if (schema['type'] === 'array') {
    const items = isObject(schema['items']) ? schema['items'] : {};
    const numbered = isObject(items['properties']) && items['properties']['ref'] !== undefined;
    const some = fc.array(value(root, name, items), { maxLength: 3 });
    return numbered
      ? some.map((all) => all.map((it, index) => ({ ...(it as JsonObject), ref: String(index + 1) })))
      : some;
  }
  if (schema['type'] === 'object') return object(root, schema);
  if (schema['type'] === 'boolean') return fc.boolean();
  if (schema['type'] === 'integer') return fc.integer({ min: 1000, max: 2000 });
  return leaf(name, schema);
}

/** A coded value is mapped with a word, or unmapped without. */
function object(root: JsonObject, schema: JsonObject): Arbitrary<JsonObject> {
  const properties = schema['properties'] as Record<string, JsonObject>;
  const { state, ...others } = properties;
  const coded = state !== undefined && properties['raw'] !== undefined;
  const members = Object.fromEntries(
    Object.entries(coded ? others : properties).map(([name, it]) => [name, value(root, name, it)]),
  );
  const requiredKeys = (schema['required'] as string[] | undefined) ?? [];
  if (!coded) return fc.record(members, { requiredKeys });
  return fc
    .record(members, { requiredKeys: ['raw'] })
    .map((it) => ({ state: it['value'] === undefined ? 'unmapped' : 'mapped', ...(it as JsonObject) }));
}

/** Members that name elements: some of the first three, which are numbered. */
const NAMES_ELEMENTS = new Set([
  'evidence',
  'dependsOn',
  'task',
  'tasks',
  'photos',
  'replaces',
  'variationOf',
]);

function leaf(name: string, schema: JsonObject): Arbitrary<string> {
  if (NAMES_ELEMENTS.has(name)) return fc.constantFrom('1', '2', '3');
  if (name === 'scheme')
    return fc.constantFrom('uh/workOrder', 'uh/property', 'contractor/job', 'uh/operative');
  if (name === 'id') return fc.stringMatching(/^[0-9]{5,8}$/);
  if (name === 'by') return fc.constantFrom('universal-housing/orders', 'contractor-hact/status-updates');
  if (name === 'unit') return fc.constantFrom('EA', 'HR', 'M2', 'each');
  if (name === 'serviceCharge') return fc.constantFrom('10', '20-10', 'LIFT');
  if (name === 'uprn') return fc.stringMatching(/^[1-9][0-9]{0,11}$/);
  if (name === 'uri') return fc.constantFrom('lintel-attachment:sha256/1f', 'lintel-attachment:sha256/2e');
  if (name === 'mediaType' || name === 'claimedType') return fc.constantFrom('image/jpeg', 'application/pdf');
  if (name === 'sha256') return fc.stringMatching(/^[0-9a-f]{64}$/);
  if (name === 'currency') return fc.constant('GBP');
  if (schema['format'] === 'date') return fc.constantFrom('2025-07-01', '2026-02-28');
  return text;
}

const places = (file: {
  readonly place: readonly string[];
  readonly request: string | undefined;
}): JsonObject[] => [
  ...file.place.map((id, index) => ({
    type: 'at',
    reference: { scheme: 'uh/property', id },
    state: index === 0 ? 'linked' : 'unlinked',
    ...(index === 0 ? { id: '00000000-0000-4000-8000-00000000000a' } : {}),
    by: 'universal-housing/orders',
  })),
  ...(file.request === undefined
    ? []
    : [
        {
          type: 'answers',
          reference: { scheme: 'uh/request', id: file.request },
          state: 'unlinked',
          by: 'universal-housing/orders',
        },
      ]),
];

/** What ScheduleRepair needs of an order, as members of its two halves. */
export const NEEDED = {
  main: ['references', 'priority', 'workClass', 'targetAt', 'contractor', 'instructedBy', 'tasks'],
  personal: ['description'],
} as const;

/** A work order with everything that may hang on it; with `whole` nothing that HACT requires is absent. */
export function arbitraryFile(whole: boolean): Arbitrary<OrderFile> {
  const number = fc.stringMatching(/^[0-9]{5,8}$/);
  return fc
    .record({
      main: arbitraryEntity('work-order', whole ? NEEDED.main : []),
      personal: arbitraryEntity('work-order-personal', whole ? NEEDED.personal : []),
      request: fc.tuple(arbitraryEntity('request'), arbitraryEntity('request-personal')),
      property: fc.tuple(arbitraryEntity('property'), arbitraryEntity('property-personal')),
      followOns: fc.array(arbitraryEntity('work-order', ['references']), { maxLength: 2 }),
      place: fc.array(number, { minLength: whole ? 1 : 0, maxLength: 3 }),
      answered: fc.option(number, { nil: undefined }),
      own: number,
      completedAt: instant,
    })
    .map(({ main, personal, request, property, followOns, place, answered, own, completedAt }) => {
      const links = places({ place, request: answered });
      const order = whole ? { ...complete(main, own), completedAt, links } : { ...main, links };
      return {
        main: order,
        personal,
        requests:
          answered === undefined
            ? []
            : [
                { main: request[0], personal: request[1] } as unknown as WithPersonal<
                  Request,
                  RequestPersonal
                >,
              ],
        properties: new Map([
          [
            '00000000-0000-4000-8000-00000000000a',
            { main: property[0], personal: property[1] } as unknown as WithPersonal<
              Property,
              PropertyPersonal
            >,
          ],
        ]),
        followOns,
      } as unknown as OrderFile;
    });
}

/** A priority that HACT has a code for, one number, a rate in each line. */
function complete(main: JsonObject, number: string): JsonObject {
  const words = ['immediate', 'emergency', 'urgent', 'normal', 'inspection'];
  const word = words[Number(number) % words.length] ?? 'normal';
  const tasks = (main['tasks'] as readonly JsonObject[]).map((task) => ({
    ...task,
    rates:
      Array.isArray(task['rates']) && task['rates'].length > 0
        ? task['rates']
        : [{ scheme: 'uh/job', code: '20060020' }],
  }));
  return {
    ...main,
    tasks,
    references: [{ scheme: 'uh/workOrder', id: number }],
    priority: { state: 'mapped', value: word, raw: { scheme: 'uh/priority', code: 'N', label: word } },
  };
}
