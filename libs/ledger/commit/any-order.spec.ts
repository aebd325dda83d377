import type { ReadItem } from '#libs/model/batch.js';
import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import { batch, filteredItem, item, says } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { commitBatch } from './commit.js';

/**
 * I5: whatever the order in which systems speak, and however their records are cut into batches, the entities end the same, up to the
 * choice of id. Orders name themselves by two numbers; one is mistyped for a while, so entities merge and come apart on the way.
 */
const code = (text: string): JsonObject => ({ state: 'unmapped', raw: { scheme: 'uh/status', code: text } });
const order = (id: string, sid: string, status: string): ReturnType<typeof says> =>
  says(
    'work-order',
    `uh/workOrder:${id} uh/workOrderSid:${sid}`,
    { status: code(status), statusHistory: [{ status: code(status) }], description: `said as ${status}` },
    [['answers', 'uh/request:7']],
  );
const visit = (sid: string, ref: string): ReturnType<typeof says> =>
  says('work-order', `uh/workOrderSid:${sid}`, { visits: [{ ref, comments: 'rang' }] });
const booking = (id: string, ref: string, at: string): ReturnType<typeof says> =>
  says('work-order', `uh/workOrder:${id}`, {
    appointments: [{ ref, from: { at, text: at } }],
    bookingHistory: [{ ref, at: { at, text: at } }],
  });

const SAID: Readonly<Record<string, readonly ReadItem[]>> = {
  'housing/orders': [
    item('1', 1, order('1', '10', '100')),
    item('1', 2, order('1', '20', '200')), // mistyped
    item('1', 3, order('1', '10', '300')),
    item('2', 1, order('2', '20', '100')),
    item('2', 2, order('2', '20', '200')),
    item('3', 1, order('3', '30', '100')),
    filteredItem('3', 2, 'test-property'),
    item('3', 3, order('3', '30', '300')),
    item('4', 1, order('4', '40', '100')),
    filteredItem('4', 2, 'test-property'),
  ],
  'housing/visits': [
    item('1', 1, visit('10', '1')),
    item('2', 1, visit('20', '2')),
    item('2', 2, visit('30', '2')),
  ],
  'housing/requests': [item('7', 1, says('request', 'uh/request:7', { description: 'leak' }))],
  'drs/bookings': [
    item('b1', 1, booking('1', 'b1', '2025-07-01T08:00:00Z')),
    item('b1', 2, booking('2', 'b1', '2025-07-02T08:00:00Z')),
    item('b4', 1, booking('4', 'b4', '2025-07-03T08:00:00Z')),
  ],
  'finance/documents': [
    item('A', undefined, says('invoice', 'ubl/invoice:A', { number: 'A' }, [['bills', 'uh/workOrder:1']])),
    item(
      'B',
      undefined,
      says('invoice', 'ubl/invoice:B', { number: 'B' }, [['bills', 'uh/workOrderSid:20']]),
    ),
  ],
};

/** Mulberry32: 0 ≤ x < 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled(seed: number): readonly (readonly [string, readonly ReadItem[]])[] {
  const random = randomOf(seed);
  const all = Object.entries(SAID).flatMap(([stream, items]) =>
    items.map((it) => ({ stream, it, at: random() })),
  );
  const batches: [string, ReadItem[]][] = [];
  for (const { stream, it } of all.sort((a, b) => a.at - b.at)) {
    const last = batches.at(-1);
    if (last?.[0] === stream && random() < 0.7) last[1].push(it);
    else batches.push([stream, [it]]);
  }
  return batches;
}

interface StoredDocuments {
  readonly id: string;
  readonly main: JsonObject;
  readonly personal: JsonObject | null;
}

async function endOf(seed: number | undefined): Promise<readonly string[]> {
  const { ledger } = fresh;
  await fresh.empty();
  for (const [name, items] of seed === undefined ? Object.entries(SAID) : shuffled(seed)) {
    const [connector = '', stream = ''] = name.split('/');
    await commitBatch(ledger, batch(await ledger.stream(connector, stream, connector), items), {
      authority: {},
    });
  }
  const rows = await ledger.ask<StoredDocuments>(
    `select id, main, personal from entity where state = 'current'`,
  );
  const counted = await ledger.ask<{ readonly versions: readonly number[] }>(
    'select array_agg(version order by number) as versions from outbox group by key, topic',
  );
  for (const { versions } of counted) expect(versions).toEqual(versions.map((_, at) => at + 1)); // I6
  return plain(rows);
}

/** Without versions; ids by the references they stand for. */
function plain(rows: readonly StoredDocuments[]): readonly string[] {
  const names = new Map(
    rows.map(({ id, main }) => [
      id,
      (main['references'] as unknown as readonly Reference[]).map(referenceKey).join(' '),
    ]),
  );
  const rename = (value: JsonValue | undefined): JsonValue => {
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(rename);
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).flatMap(([name, it]) => (name === 'version' ? [] : [[name, rename(it)]])),
      );
    return typeof value === 'string' ? (names.get(value) ?? value) : (value ?? null);
  };
  const said = (personal: JsonObject | null): boolean => Object.keys(personal ?? {}).length > 4; // more than its envelope
  return rows
    .map(({ main, personal }) =>
      canonicalJson([rename(main), said(personal) ? rename(personal ?? null) : null]),
    )
    .sort();
}

let fresh: FreshLedger;
let smooth: readonly string[];
beforeAll(async () => {
  fresh = await freshLedger();
  smooth = await endOf(undefined);
});
afterAll(() => fresh.drop());

test('as it was said in order', () => {
  const end = smooth.map((it) => JSON.parse(it) as [JsonObject, JsonObject]);
  const references = end.map(([main]) =>
    (main['references'] as unknown as readonly Reference[]).map(referenceKey),
  );
  expect(references).toEqual(
    expect.arrayContaining([
      ['uh/workOrder:1', 'uh/workOrderSid:10'],
      ['uh/workOrder:2', 'uh/workOrderSid:20'],
      ['uh/workOrder:3', 'uh/workOrderSid:30'],
      ['uh/workOrder:4'],
    ]),
  );
  expect(end).toHaveLength(7);
});

test.each(Array.from({ length: 10 }, (_, at) => at + 1))('in any other order, seed %i', async (seed) => {
  expect(await endOf(seed)).toEqual(smooth);
});
