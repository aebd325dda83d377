import type { ReadItem } from '#libs/model/batch.js';
import type { Contribution } from '#libs/model/contribution.js';
import { foundId } from '../identity/found-id.js';
import type { JsonObject } from '#libs/model/json.js';
import type { Reference } from '#libs/model/reference.js';
import { makeVersion } from '#libs/model/version.js';
import { MemoryLedger } from './memory-ledger.js';

/** `sheet/temp:7@2025`: scheme, id and, where ids are used again, the period. */
function reference(text: string): Reference {
  const [, scheme = '', id = '', period] = /^([^:]+):([^@]+)(?:@(.+))?$/.exec(text) ?? [];
  return period === undefined ? { scheme, id } : { scheme, id, period };
}

const says = (numbers: string, fields: JsonObject = {}, bills?: string): Contribution => ({
  part: '',
  kind: numbers.startsWith('ubl/') ? 'invoice' : 'work-order',
  identity: numbers.split(' ').map(reference),
  links: bills === undefined ? [] : [{ type: 'bills', reference: reference(bills) }],
  fields,
});

const item = (key: string, version: number, ...contributions: readonly Contribution[]): ReadItem => ({
  raw: new Uint8Array(),
  hash: JSON.stringify([key, version, contributions]),
  position: '',
  mapped: {
    outcome: 'contributions',
    key,
    version: makeVersion('incrementing', String(version)),
    contributions,
    unmapped: [],
  },
});

const commit = (ledger: MemoryLedger, name: string, ...items: readonly ReadItem[]): Promise<unknown> =>
  ledger.commit({
    id: '',
    stream: { id: 1, connector: name, name: 'all', system: name },
    items,
    mappingHash: '',
    origin: 'live',
    at: '',
    traceparent: '',
  });

const numbers = (ledger: MemoryLedger): readonly (readonly unknown[])[] =>
  ledger.current
    .map(({ main }) => (main['references'] as readonly JsonObject[]).map((it) => it['period'] ?? it['id']))
    .sort();
const changes = (ledger: MemoryLedger, id: string): readonly string[] =>
  ledger.events.filter((it) => it.key === id && it.topic === 'work-order').map((it) => it.changes.join(' '));
const instant = (at: string): JsonObject => ({ at, text: at });

test('a temporary number is resolved after completion: one order under both numbers, and the next with that number is another', async () => {
  const ledger = new MemoryLedger({ authority: {} });
  const done = { completedAt: instant('2025-01-04T10:00:00Z') };
  await commit(ledger, 'sheet', item('7', 1, says('sheet/temp:7@2025', done)));
  const first = foundId(reference('sheet/temp:7@2025'));
  await commit(
    ledger,
    'housing',
    item('1', 1, says('uh/workOrder:1', { raisedAt: instant('2025-01-05T09:00:00Z') })),
  );
  await commit(ledger, 'sheet', item('7', 2, says('sheet/temp:7@2025 uh/workOrder:1', done)));
  expect(numbers(ledger)).toEqual([['2025', '1']]);
  expect(ledger.current).toMatchObject([
    { id: first, main: { flags: ['completed-before-raised'], ...done } },
  ]);
  expect(changes(ledger, first)).toEqual(['completed', 'ordered merged']);
  expect(changes(ledger, foundId(reference('uh/workOrder:1')))).toEqual(['ordered', 'merged']);

  await commit(ledger, 'sheet', item('8', 1, says('sheet/temp:7@2026')));
  expect(numbers(ledger)).toEqual([['2025', '1'], ['2026']]);
});

test('a mistyped number makes two orders one until it is corrected; the other id comes back', async () => {
  const ledger = new MemoryLedger({ authority: {} });
  await commit(ledger, 'housing', item('1', 1, says('uh/workOrder:1')), item('2', 1, says('uh/workOrder:2')));
  await commit(ledger, 'drs', item('b', 1, says('uh/workOrder:1 drs/order:5')));
  await commit(ledger, 'drs', item('b', 2, says('uh/workOrder:1 uh/workOrder:2 drs/order:5')));
  expect(numbers(ledger)).toEqual([['5', '1', '2']]);
  await commit(ledger, 'drs', item('b', 3, says('uh/workOrder:1 drs/order:5')));
  expect(numbers(ledger)).toEqual([['2'], ['5', '1']]);
  expect(changes(ledger, foundId(reference('uh/workOrder:2')))).toEqual(['amended', 'merged', 'split']);
});

test('one statement number on 400 orders is no identity: nothing merges, the statement links', async () => {
  const ledger = new MemoryLedger({ authority: {} });
  const orders = Array.from({ length: 400 }, (_, at) => String(at));
  await commit(ledger, 'housing', ...orders.map((id) => item(id, 1, says(`uh/workOrder:${id}`))));
  const before = ledger.events.length;
  const lines = orders.map((id) => ({ ...says('ubl/invoice:S', {}, `uh/workOrder:${id}`), part: id }));
  await commit(ledger, 'finance', item('S', 1, ...lines));
  expect(ledger.current).toHaveLength(401);
  expect(ledger.events.slice(before).map((it) => it.topic)).toEqual(['invoice']);
});

test('a part whose record was not read again follows its entity when another record of the batch moves it', async () => {
  const ledger = new MemoryLedger({ authority: {} });
  const history = { statusHistory: [] };
  const parts = (version: number): ReadItem =>
    item(
      'sheet',
      version,
      { ...says('uh/workOrder:1', history), part: '1' },
      { ...says('uh/workOrder:2'), part: '2' },
    );
  await commit(ledger, 'housing', parts(2), item('b', 1, says('uh/workOrder:2')));
  // the late version touches part 1 only; the other record moves part 2
  await commit(ledger, 'housing', parts(1), item('b', 2, says('uh/workOrder:1 uh/workOrder:2')));
  expect(numbers(ledger)).toEqual([['1', '2']]);
  await commit(ledger, 'housing', item('b', 3, says('uh/workOrder:9')));
  expect(numbers(ledger)).toEqual([['1'], ['2'], ['9']]);
});
