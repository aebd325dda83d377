import fc from 'fast-check';
import { currentDocument } from './document.js';
import { canonicalJson, type JsonObject } from '#libs/model/json.js';
import type { AcceptedContribution } from './accepted-contribution.js';

const base: AcceptedContribution = {
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
const document = (contributions: readonly AcceptedContribution[], authority = {}): JsonObject =>
  currentDocument('id', 'work-order', contributions, new Map(), { authority }).main;

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

/** Of an element without a number: never the record's key, which may be a name (I10). */
const OWN_REF = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

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
    { ref: '7', system: 'contractor', quantity: '4', by: ['contractor/orders'] },
    { ref: OWN_REF, system: 'contractor', quantity: '5', by: ['contractor/orders'] },
    { ref: '7', system: 'uh', quantity: '1', number: '1', by: ['housing/orders', 'housing/tasks'] },
  ]);
});

test('an element may be named by the number of another system, and is one with what that system says', () => {
  const ours = { ...base, fields: { appointments: [{ ref: '9001', system: 'drs', operativeCount: '2' }] } };
  const theirs = {
    ...base,
    connector: 'scheduler',
    stream: 'bookings',
    system: 'drs',
    key: '9001',
    fields: { appointments: [{ ref: '9001', operativeCount: '1' }] },
  };
  const authority = { 'work-order': { appointments: ['housing', 'scheduler'] } };
  expect(document([theirs, ours], authority)['appointments']).toEqual([
    { ref: '9001', system: 'drs', operativeCount: '2', by: ['housing/orders', 'scheduler/bookings'] },
  ]);
});

test('elements without a number belong to their record, part and place', () => {
  const [first, second] = [
    { ...base, fields: { tasks: [{ quantity: '1' }, { quantity: '2' }] } },
    { ...base, part: '2', fields: { tasks: [{ quantity: '3' }] } },
  ];
  expect(document([second, first])['tasks']).toEqual([
    { ref: OWN_REF, system: 'uh', quantity: '1', by: ['housing/orders'] },
    { ref: OWN_REF, system: 'uh', quantity: '2', by: ['housing/orders'] },
    { ref: OWN_REF, system: 'uh', quantity: '3', by: ['housing/orders'] },
  ]);
});

test('a member that is null says that there is none, one that is absent says nothing', () => {
  const early = { ...base, changedAt: '1', fields: { tasks: [{ ref: '7', number: '1', quantity: '1' }] } };
  const late = { ...base, key: '2', changedAt: '2', fields: { tasks: [{ ref: '7', quantity: null }] } };
  expect(document([late, early])['tasks']).toEqual([
    { ref: '7', system: 'uh', number: '1', by: ['housing/orders'] },
  ]);
});

test('no elements at all, said by somebody better, takes away what others say; an empty list says nothing', () => {
  const early = { ...base, changedAt: '1', fields: { tasks: [{ ref: '7' }] } };
  const none = { ...base, key: '2', changedAt: '2', fields: { tasks: null } };
  const empty = { ...base, key: '2', changedAt: '2', fields: { tasks: [] } };
  const later = { ...base, key: '3', changedAt: '3', fields: { tasks: [{ ref: '8' }] } };
  expect(document([later, none, early])['tasks']).toEqual([
    { ref: '8', system: 'uh', by: ['housing/orders'] },
  ]);
  expect(document([none, early])['tasks']).toBeUndefined();
  expect(document([empty, early])['tasks']).toHaveLength(1);
});

test('fields: changedAt before version, absent first; then connector; then stream, key and part', () => {
  const contribution = (budgetCode: string, more: Partial<AcceptedContribution>): AcceptedContribution => ({
    ...base,
    fields: { budgetCode },
    ...more,
  });
  const wins = (loser: Partial<AcceptedContribution>, winner: Partial<AcceptedContribution>): void => {
    const both = [contribution('loser', loser), contribution('winner', winner)];
    expect(document(both)['budgetCode']).toBe('winner');
    expect(document(both.toReversed())['budgetCode']).toBe('winner');
  };
  wins({ version: 'xid8 09' }, { key: '0', version: 'xid8 01', changedAt: '2026-01-01T00:00:00.000000000Z' });
  wins({ changedAt: '2026-01-01T00:00:00.1Z' }, { key: '0', changedAt: '2026-01-01T00:00:00.2Z' });
  wins({ connector: 'a', version: 'xid8 09' }, { connector: 'b', version: 'xid8 01' });
  wins({ stream: 'z', version: 'xid8 01' }, { stream: 'a', version: 'xid8 02' });
  wins({ stream: 'a', key: '9' }, { stream: 'b', key: '1' });
  wins({ key: '1', part: '9' }, { key: '2', part: '1' });
  wins({ part: '1' }, { part: '2' });
});

test('systems contradict each other in what they mean, not in how they write it', () => {
  const flags = (mine: JsonObject, yours: JsonObject): unknown =>
    document([
      { ...base, fields: mine },
      { ...base, connector: 'other', fields: yours },
    ])['flags'];
  expect(flags({ status: status('open', '100') }, { status: status('open', 'O') })).toEqual([]);
  expect(flags({ status: status('open') }, { status: status('closed') })).toEqual(['conflict:status']);
  const [early, same] = [
    { at: '2026-01-01T00:00:00Z', text: '1.1.' },
    { at: '2026-01-01T00:00:00Z', text: 'x' },
  ];
  expect(flags({ raisedAt: early }, { raisedAt: same })).toEqual([]);
  expect(flags({ raisedAt: early }, { raisedAt: null })).toEqual([]);
  expect(flags({ budgetCode: 'A' }, { budgetCode: 'B' })).toEqual(['conflict:budgetCode']);
  const alone = [base, { ...base, key: '2' }].map((it, at) => ({ ...it, fields: { budgetCode: `${at}` } }));
  expect(document(alone)['flags']).toEqual([]);
});

test('a history is in order of time, also where only some instants have a fraction', () => {
  const at = (text: string, word: string): JsonObject => ({ status: status(word), at: { at: text, text } });
  const record = (key: string, ...items: readonly JsonObject[]): AcceptedContribution => ({
    ...base,
    key,
    history: [{ version: '1', arrival: 1, hash: key, items: { statusHistory: items } }],
  });
  const all = [
    record('2', at('2026-01-01T00:00:00.5Z', 'on-hold')),
    record('1', at('2026-01-01T00:00:00Z', 'open'), { status: status('scheduled') }),
    record('3', { status: status('assigned') }),
  ];
  const words = (document(all)['statusHistory'] as readonly JsonObject[]).map(
    (it) => (it['status'] as JsonObject)['value'],
  );
  expect(words).toEqual(['assigned', 'open', 'scheduled', 'on-hold']);
});

test('what follows itself in the history of one record is one, in those of two records two', () => {
  const record = (key: string, ...words: readonly string[]): AcceptedContribution => ({
    ...base,
    key,
    history: words.map((word, at) => ({
      version: `${at}`,
      arrival: at,
      hash: `${at}`,
      items: { statusHistory: [{ status: status(word) }] },
    })),
  });
  expect(
    document([record('1', 'open', 'open', 'closed', 'open'), record('2', 'open')])['statusHistory'],
  ).toHaveLength(4);
});

test('personal members of an element leave the main document', () => {
  const { main, personal } = currentDocument(
    'id',
    'work-order',
    [
      {
        ...base,
        fields: { description: 'Zzmark rang', visits: [{ ref: '1', carded: true, comments: 'Zzmark' }] },
      },
    ],
    new Map(),
    { authority: {} },
  );
  expect(canonicalJson(main)).not.toContain('Zzmark');
  expect(personal).toMatchObject({
    description: 'Zzmark rang',
    visits: [{ ref: '1', system: 'uh', comments: 'Zzmark', by: ['housing/orders'] }],
  });
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
  const words = (contribution: AcceptedContribution): unknown =>
    (document([contribution])['statusHistory'] as readonly { status: { value: string } }[]).map(
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
    fc.property(histories, fc.infiniteStream(fc.nat()), (drawn, noise) => {
      const all = drawn.map(({ changedAt, ...others }) => ({
        ...base,
        ...others,
        ...(changedAt === undefined ? {} : { changedAt }),
      }));
      const shuffled = all
        .map((contribution) => ({
          contribution: { ...contribution, arrival: noise.next().value as number },
          place: noise.next().value as number,
        }))
        .sort((a, b) => a.place - b.place)
        .map(({ contribution }) => contribution);
      expect(canonicalJson(document(shuffled as AcceptedContribution[], authority))).toBe(
        canonicalJson(document(all as AcceptedContribution[], authority)),
      );
    }),
    { numRuns: 300 },
  );
});

test('a connector that is not listed comes after all that are', () => {
  const contribution = (connector: string, budgetCode: string): AcceptedContribution => ({
    ...base,
    connector,
    fields: { budgetCode },
  });
  const authority = { 'work-order': { budgetCode: ['a', 'b'] } };
  const code = (...all: readonly AcceptedContribution[]): unknown => document(all, authority)['budgetCode'];
  expect(code(contribution('a', '1'), contribution('b', '2'), contribution('z', '3'))).toBe('1');
  expect(code(contribution('z', '3'), contribution('b', '2'))).toBe('2');
  expect(code(contribution('z', '3'), contribution('y', '2'))).toBe('3');
});

test('fields and elements stand in an order of their own', () => {
  const tasks = ['3', '1', '2'].map((ref) => ({ ref }));
  const result = document([{ ...base, fields: { trade: status('gas'), budgetCode: 'A', tasks } }]);
  expect((result['tasks'] as readonly JsonObject[]).map((it) => it['ref'])).toEqual(['1', '2', '3']);
  expect(Object.keys(result['provenance'] as JsonObject)).toEqual(['budgetCode', 'trade']);
  expect(result['statusHistory']).toBeUndefined();
});

test('same version, same time: what arrived first stands first', () => {
  const entry = (arrival: number, word: string) => ({
    version: '',
    arrival,
    hash: word,
    items: { statusHistory: [{ status: status(word) }] },
  });
  const contribution = { ...base, history: [entry(9, 'closed'), entry(2, 'open'), entry(5, 'on-hold')] };
  const words = (document([contribution])['statusHistory'] as readonly { status: { value: string } }[]).map(
    (it) => it.status.value,
  );
  expect(words).toEqual(['open', 'on-hold', 'closed']);
});

test('personal and sensitive fields are in the companion alone', () => {
  const { main, personal } = currentDocument(
    'id',
    'request',
    [{ ...base, kind: 'request', fields: { contactName: 'Zzmark', contactPhone: '07700 900001' } }],
    new Map(),
    { authority: {} },
  );
  expect(personal).toMatchObject({ contactName: 'Zzmark', contactPhone: '07700 900001' });
  expect(canonicalJson(main)).not.toMatch(/contact|Zzmark|07700/);
});

test('the companion has of an element what is personal, and what names it; the main document has the rest', () => {
  const tasks = [
    { ref: '1', number: '10', description: 'Zzmark' },
    { ref: '2', number: '20' },
  ];
  const { main, personal } = currentDocument(
    'id',
    'work-order',
    [{ ...base, fields: { tasks } }],
    new Map(),
    { authority: {} },
  );
  const by = ['housing/orders'];
  expect(main['tasks']).toEqual([
    { ref: '1', system: 'uh', number: '10', by },
    { ref: '2', system: 'uh', number: '20', by },
  ]);
  expect(personal?.['tasks']).toEqual([{ ref: '1', system: 'uh', description: 'Zzmark', by }]);
});

test('a held reference is flagged until somebody refuses it; then it is only named', () => {
  const waiting = { scheme: 'uh/property', id: '9' };
  const waits = document([{ ...base, held: [waiting] }]);
  expect(waits['flags']).toEqual(['held:uh/property']);
  expect(waits['held']).toEqual([{ reference: waiting, state: 'held', by: 'housing/orders' }]);
  const refused = document([{ ...base, held: [{ ...waiting, refused: true }] }]);
  expect(refused['flags']).toEqual([]);
  expect(refused['held']).toEqual([{ reference: waiting, state: 'refused', by: 'housing/orders' }]);
});
