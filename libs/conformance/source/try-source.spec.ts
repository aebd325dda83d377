import { beginList, isAfter, type ListParts, RIGHT } from './testing/list-system.js';
import { SOURCE_CHECKS, trySource } from './try-source.js';

/** The suite tells right from wrong: a source over a list passes, and each that is wrong in one way is caught by the check that is named. */
async function caught(
  change: Partial<ListParts> = {},
  patienceMs?: number,
): Promise<Readonly<Record<string, string>>> {
  const results = await trySource(beginList(change, patienceMs === undefined ? {} : { patienceMs }));
  const broken = results.filter(({ findings }) => findings.length > 0);
  return Object.fromEntries(broken.map(({ check, findings }) => [check, findings.join('; ')]));
}

test('a right source passes every check', async () => {
  expect(await caught()).toEqual({});
});

test('each check has a name of its own and a sentence', () => {
  expect(new Set(SOURCE_CHECKS.map(({ name }) => name)).size).toBe(SOURCE_CHECKS.length);
  for (const { sentence } of SOURCE_CHECKS) expect(sentence).toMatch(/^[A-Za-z].*\.$/);
});

let asked = 0;
/** What is wrong, the check that catches it, what it finds, and how it is made wrong. */
const WRONG: readonly (readonly [string, string, RegExp, Partial<ListParts>])[] = [
  [
    'it skips what is left of a tie',
    'reads-on',
    /at most 1 at a time: \d+ missing \(item-001/,
    { isLeft: (item, { stamp }) => item.stamp > stamp },
  ],
  [
    'it reads the last record again',
    'reads-on',
    /too many|has more after/,
    { isLeft: (item, from) => isAfter(item, from) || item.id === from.id },
  ],
  [
    'it gives each batch backwards',
    'reads-on',
    /in another order/,
    { inOrder: (records) => records.toReversed() },
  ],
  [
    'it moves its offset when nothing comes',
    'reads-on',
    /a drained source moves its offset/,
    { offset: (place) => ({ ...place, asked: (asked += 1) }) },
  ],
  [
    'an aborted read moves the offset past what it keeps to itself',
    'aborts',
    /0 records handed over, then read on: \d+ missing/,
    { onAbort: (_, batch) => ({ ...batch, records: [] }) },
  ],
  [
    'an aborted read hands over a part with the offset of the whole',
    'aborts',
    /1 records handed over, then read on: \d+ missing/,
    { onAbort: (_, batch) => ({ ...batch, records: batch.records.slice(0, 1) }) },
  ],
  [
    'an aborted read throws the reason of its signal',
    'aborts',
    /it throws Error: stopped/,
    { onAbort: () => Promise.reject(new Error('stopped')) },
  ],
  ['an aborted read hangs', 'aborts', /it does not return/, { onAbort: () => new Promise(() => undefined) }],
  [
    'it archives while it reads',
    'changes-nothing',
    /is not as it was before it was read/,
    { onRead: (system, from) => RIGHT.commit(system, from) },
  ],
  [
    'it lets in one reader only',
    'changes-nothing',
    /came to no end: Error: somebody else reads/,
    {
      onAsk(system) {
        if (system.isLocked) throw new Error('somebody else reads');
        system.isLocked = true;
      },
      onRead(system) {
        system.isLocked = false;
      },
    },
  ],
  [
    'it archives once more when it is told once more',
    'commits-again',
    /changed the system again/,
    {
      commit(system, place) {
        RIGHT.commit(system, place);
        system.archived = [...system.archived, 'a folder for what was archived'];
      },
    },
  ],
  [
    'it archives what is not committed yet',
    'commits-again',
    /committed records: \d+ missing/,
    { commit: (system) => RIGHT.commit(system, { stamp: Infinity, id: '' }) },
  ],
  [
    'it hands over another value than its bytes say',
    'parses-again',
    /item-000: parse gives another value than read did/,
    {
      record(item, system) {
        const record = RIGHT.record(item, system);
        return record.value ? { ...record, value: { ...record.value, readAt: 'today' } } : record;
      },
    },
  ],
  [
    'its parse reads otherwise than its read',
    'parses-again',
    /parse gives another value/,
    { parse: (raw) => ({ ...RIGHT.parse(raw), stamp: Number(RIGHT.parse(raw)['stamp']) }) },
  ],
  [
    'its parse makes a value of a record that had none',
    'parses-again',
    /parse gives a value where read gave none/,
    { parse: (raw) => ({ ...(JSON.parse(Buffer.from(raw).toString()) as object) }) },
  ],
  [
    'its parse throws what the parser throws',
    'parses-again',
    /parse throws SyntaxError.*no RecordError/,
    {
      parse(raw) {
        const value: unknown = JSON.parse(Buffer.from(raw).toString());
        return Array.isArray(value) ? RIGHT.parse(raw) : (value as ReturnType<ListParts['parse']>);
      },
    },
  ],
  [
    'it hands over a record with neither value nor fault',
    'parses-again',
    /a value and a fault, or neither/,
    {
      record: (item, system) => {
        const { raw, position, value } = RIGHT.record(item, system);
        return { raw, position, ...(value ? { value } : {}) };
      },
    },
  ],
  [
    'its bytes say when they were read',
    'same-bytes',
    /item-000: has other bytes/,
    {
      record(item, system) {
        const value = { id: item.id, readAt: system.touches };
        return { raw: Buffer.from(JSON.stringify(value)), value, position: item.id };
      },
    },
  ],
  [
    'it throws a plain error when the system is away',
    'declares-errors',
    /a fresh source throws Error: ECONNREFUSED/,
    { error: () => new Error('ECONNREFUSED') },
  ],
  [
    'it takes what can never work for an outage',
    'declares-errors',
    /is not a ConfigError/,
    { error: () => RIGHT.error(Object.assign(new Error('gone'), { name: 'TransientError' })) },
  ],
  [
    'it connects when it is opened',
    'lets-go',
    /opening asks the system/,
    {
      onOpen(system) {
        system.touches += 1;
      },
    },
  ],
  [
    'it stays connected',
    'lets-go',
    /closed after a batch: something stays open/,
    { onClose: () => undefined },
  ],
  [
    'it connects although it was closed meanwhile',
    'lets-go',
    /closed in turn \d+ of \d+ of a read of 1: something stays open/,
    { noticesClose: false },
  ],
  [
    'one that lost its lease takes the file away from its successor',
    'two-readers',
    /the successor: \d+ missing/,
    {
      commit(system, place) {
        RIGHT.commit(system, place);
        if (system.archived.includes('item-004')) system.items = system.items.slice(1);
      },
    },
  ],
];

test.each(WRONG)('%s: caught by %s', async (_, check, finding, change) => {
  expect(await caught(change, 2_000)).toMatchObject({ [check]: expect.stringMatching(finding) as string });
});
