import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { camelName } from '#libs/model/camel-name.js';
import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { misfit } from '#libs/model/schema/validate.js';
import { camelCase } from './camel-case-document.js';
import type { Exported, HactSettings, OrderFile } from './export.js';
import { toJobStatusUpdates } from './job-status-updates.js';
import { toScheduleRepair } from './schedule-repair.js';
import { hactSchema, type HactRoot } from './schema.js';
import { arbitraryFile } from './testing/arbitrary-order.js';
import { toWorkOrderComplete } from './work-order-complete.js';

const folder = join(process.env['LINTEL_SHARED_DATA'] ?? join(__dirname, '../../../shared/data'), 'hact');
const there = existsSync(folder) || process.env['CI'] === 'true'; // where it must be there, its absence is a failure
if (!there) console.warn(`no ${folder}: set LINTEL_SHARED_DATA to compare exports with the schemas of HACT`);

const FORMS = [
  ['ScheduleRepair', toScheduleRepair],
  ['JobStatusUpdate', toJobStatusUpdates],
  ['WorkOrderComplete', toWorkOrderComplete],
] as const;
const ORDERS = there ? fc.sample(arbitraryFile(true), { numRuns: 1000, seed: 20_251_027 }) : [];

const source = (root: HactRoot): string =>
  readFileSync(join(folder, `${root}-M3SoR-v7.fixed.schema.json`), 'utf8');

(there ? describe : describe.skip)('1,000 generated orders', () => {
  test('are canonical orders, of every status, priority and trade', () => {
    for (const { main } of ORDERS)
      expect(misfit('work-order', main as unknown as JsonObject)).toBeUndefined();
    const words = (pick: (file: OrderFile) => string | undefined): number => new Set(ORDERS.map(pick)).size;
    expect(words(({ main }) => main.status?.value)).toBe(15 + 1); // every word, and none
    expect(words(({ main }) => main.priority?.value)).toBe(5);
    expect(words(({ main }) => main.trade?.value)).toBe(39 + 1);
  });

  describe.each(FORMS)('as %s', (root, make) => {
    // The schemas are open: a misspelt name would fit. Closed ones refuse it; Property.Reference is the one name beyond them.
    const closed = there
      ? hactSchema(root, close(JSON.parse(source(root)) as JsonValue), 'closed')
      : undefined;
    const schema = there ? hactSchema(root, JSON.parse(source(root)) as JsonValue, root) : undefined;
    const settings: HactSettings = schema ? { lists: schema.lists } : {};
    const exported = ORDERS.map((file): Exported => make(file, settings));

    test('lack nothing and are valid, without a name that is not in the schema', () => {
      const faults = exported.flatMap(({ documents, missing }) => [
        ...missing,
        ...documents.flatMap((it) => [...(schema?.check(it) ?? []), ...(closed?.check(it) ?? [])]),
      ]);
      expect(faults).toEqual([]);
      expect(exported.flatMap(({ documents }) => documents).length).toBeGreaterThanOrEqual(1000);
    });

    if (root !== 'ScheduleRepair')
      test('show evidence, windows, codes that turned out to be needed', () => {
        const exportedText = JSON.stringify(exported);
        for (const name of [
          '"Evidence"',
          '"URI"',
          '"RefinedAppointmentWindow"',
          '"MoreSpecificSORCode"',
          '"CustomerFeedback"',
        ])
          expect(exportedText).toContain(name);
      });

    test('say the same in camelCase', () => {
      const names = namesIn(JSON.parse(source(root)) as JsonValue);
      const all = exported.flatMap(({ documents }) => documents);
      const back = all.map((it) => pascal(camelCase(it), names));
      expect(back.filter((it, index) => canonicalJson(it) !== canonicalJson(all[index]))).toEqual([]);
    });

    test('are the same text each time', () => {
      expect(JSON.stringify(ORDERS.map((file) => make(file, settings)))).toBe(JSON.stringify(exported));
    });
  });
});

(there ? test : test.skip)('orders that lack something are reported, and are valid where nothing is', () => {
  const lacking = fc.sample(arbitraryFile(false), { numRuns: 300, seed: 7 });
  for (const [root, make] of FORMS) {
    const schema = hactSchema(root, JSON.parse(source(root)) as JsonValue, root);
    const all = lacking.map((file) => make(file, { lists: schema.lists }));
    for (const { documents, missing } of all) {
      const valid = documents.every((it) => schema.check(it).length === 0);
      if (missing.length === 0) expect(valid).toBe(true);
      else if (missing.some(({ path }) => path !== '')) expect(valid).toBe(false);
    }
    expect(all.filter(({ missing }) => missing.length > 0).length).toBeGreaterThan(30);
  }
});

function close(schema: JsonValue, path = ''): JsonValue {
  if (Array.isArray(schema)) return (schema as readonly JsonValue[]).map((it) => close(it, path));
  if (!isObject(schema)) return schema;
  const inside = Object.fromEntries(
    Object.entries(schema).map(([name, it]) => [
      name,
      it === undefined ? null : close(it, `${path}/${name}`),
    ]),
  );
  const { properties } = inside;
  if (!isObject(properties) || path.endsWith('/properties')) return inside;
  const open = path.endsWith('/Site/properties/Property/items')
    ? { ...properties, Reference: {} }
    : properties;
  return { ...inside, properties: open, additionalProperties: false };
}

/** camelCase name → the schema's own. */
function namesIn(schema: JsonValue, names = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(schema)) for (const it of schema as readonly JsonValue[]) namesIn(it, names);
  if (!isObject(schema)) return names;
  if (isObject(schema['properties']))
    for (const name of Object.keys(schema['properties'])) names.set(camelName(name), name);
  for (const it of Object.values(schema)) if (it !== undefined) namesIn(it, names);
  return names;
}

function pascal(value: JsonValue | undefined, names: ReadonlyMap<string, string>): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((it) => pascal(it, names));
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([name, it]) => [names.get(name) ?? `?${name}`, pascal(it, names)]),
  );
}
