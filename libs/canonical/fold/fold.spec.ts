import fc from 'fast-check';
import { currentDocument } from '../document.js';
import { canonicalJson, type JsonObject } from '../json.js';
import type { Accepted } from './accepted.js';

const base: Accepted = {
  connector: 'housing',
  stream: 'orders',
  system: 'uh',
  key: '1',
  part: '',
  kind: 'work-order',
  version: 'xid8 01',
  arrival: 1,
  identity: [{ scheme: 'uh/workOrder', id: '1' }],
  held: [],
  links: [],
  fields: {},
  history: [],
};
const status = (word: string, code = word): JsonObject => ({
  state: 'mapped',
  value: word,
  raw: { scheme: 'uh/status', code },
});
const document = (said: readonly Accepted[], authority = {}): JsonObject =>
  currentDocument('id', 'work-order', said, new Map(), { authority }).main;

test('absent says nothing, null says there is none', () => {
  const earlier = {
    ...base,
    fields: { budgetCode: 'H2555', status: status('open') },
    changedAt: '2026-01-01T00:00:00Z',
  };
  const later = { ...base, key: '2', fields: { budgetCode: null }, changedAt: '2026-01-02T00:00:00Z' };
  const { budgetCode, status: kept } = document([earlier, later]);
  expect(budgetCode).toBeUndefined();
  expect(kept).toEqual(status('open'));
});

test('authority decides before time does', () => {
  const housing = { ...base, fields: { status: status('open') }, changedAt: '2026-01-01T00:00:00Z' };
  const scheduler = {
    ...base,
    connector: 'scheduler',
    fields: { status: status('scheduled') },
    changedAt: '2026-02-01T00:00:00Z',
  };
  expect(document([housing, scheduler])['status']).toEqual(status('scheduled'));
  const authority = { 'work-order': { status: ['housing', 'scheduler'] } };
  const decided = document([scheduler, housing], authority);
  expect(decided['status']).toEqual(status('open'));
  expect(decided['flags']).toEqual(['conflict:status']);
  expect(decided['provenance']).toEqual({ status: 'housing/orders' });
});

test('elements unify on their reference within a system, and stay apart without one', () => {
  const order = { ...base, fields: { tasks: [{ ref: '7', quantity: '1' }] } };
  const same = { ...base, stream: 'tasks', key: '7', fields: { tasks: [{ ref: '7', number: '1' }] } };
  const other = {
    ...base,
    connector: 'contractor',
    system: 'contractor',
    key: '9',
    fields: { tasks: [{ ref: '7', quantity: '4' }, { quantity: '5' }] },
  };
  expect(document([order, same, other])['tasks']).toEqual([
    { ref: '7', quantity: '4', by: ['contractor/orders'] },
    { ref: '9#2', quantity: '5', by: ['contractor/orders'] },
    { ref: '7', quantity: '1', number: '1', by: ['housing/orders', 'housing/tasks'] },
  ]);
});

test('personal members of an element leave the main document', () => {
  const { main, personal } = currentDocument(
    'id',
    'work-order',
    [
      {
        ...base,
        fields: { description: 'Zzmark rang', visits: [{ ref: '1', carded: true, comment: 'Zzmark' }] },
      },
    ],
    new Map(),
    { authority: {} },
  );
  expect(canonicalJson(main)).not.toContain('Zzmark');
  expect(personal).toMatchObject({ description: 'Zzmark rang', visits: [{ ref: '1', comment: 'Zzmark' }] });
});

test('a version that came late stands in the history where it would have stood in time', () => {
  const entry = (version: string, arrival: number, word: string) => ({
    version,
    arrival,
    hash: version,
    items: { statusHistory: [{ status: status(word) }] },
  });
  const inTime = {
    ...base,
    history: [entry('1', 1, 'open'), entry('2', 2, 'on-hold'), entry('3', 3, 'open')],
  };
  const late = { ...base, history: [entry('1', 1, 'open'), entry('3', 2, 'open'), entry('2', 3, 'on-hold')] };
  const words = (said: Accepted): unknown =>
    (document([said])['statusHistory'] as readonly { status: { value: string } }[]).map(
      (it) => it.status.value,
    );
  expect(words(late)).toEqual(['open', 'on-hold', 'open']);
  expect(words(late)).toEqual(words(inTime));
});

const accepted = fc.record({
  connector: fc.constantFrom('housing', 'scheduler', 'contractor'),
  stream: fc.constantFrom('a', 'b'),
  key: fc.constantFrom('1', '2', '3'),
  changedAt: fc.option(fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'), { nil: undefined }),
  version: fc.constantFrom('xid8 01', 'xid8 02'),
  fields: fc.record(
    {
      status: fc.constantFrom(status('open'), status('completed'), null),
      budgetCode: fc.constantFrom('A', 'B', null),
      tasks: fc.array(fc.record({ ref: fc.constantFrom('1', '2'), quantity: fc.constantFrom('1', '2') }), {
        maxLength: 2,
      }),
    },
    { requiredKeys: [] },
  ),
});

test('I5: the order in which systems speak never matters', () => {
  const authority = { 'work-order': { status: ['scheduler', 'housing'] } };
  const histories = fc.uniqueArray(accepted, {
    selector: (it) => `${it.connector} ${it.stream} ${it.key}`,
    maxLength: 8,
  });
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat()), (said, noise) => {
      const all = said.map(({ changedAt, ...it }) => ({
        ...base,
        ...it,
        ...(changedAt === undefined ? {} : { changedAt }),
      }));
      const shuffled = all
        .map((it) => ({
          it: { ...it, arrival: noise.next().value as number },
          by: noise.next().value as number,
        }))
        .sort((a, b) => a.by - b.by)
        .map(({ it }) => it);
      expect(canonicalJson(document(shuffled as Accepted[], authority))).toBe(
        canonicalJson(document(all as Accepted[], authority)),
      );
    }),
    { numRuns: 300 },
  );
});
