import { MemoryLedger } from '../memory/memory-ledger.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import { makeVersion } from '#libs/model/version.js';
import type { AcceptedContribution, HistoryEntry } from './accepted-contribution.js';
import { foldHistory } from './history.js';

/** `open@1`: a status with a time of its own; `open`: one without. */
function item(text: string): JsonObject {
  const [word = '', day] = text.split('@');
  return day === undefined ? { status: word } : { status: word, at: { at: `2026-01-0${day}T00:00:00Z` } };
}
const entry = (list: string, index: number): HistoryEntry => ({
  version: String(index),
  arrival: index,
  hash: String(index),
  items: { statusHistory: list.split(' ').map(item) },
});

/** The lists that one record gave, version by version; gives the words of its history. */
function folded(...lists: readonly string[]): string {
  const from = { connector: 'a', stream: 'b', key: '1', part: '', history: lists.map(entry) };
  return foldHistory('statusHistory', [from as unknown as AcceptedContribution])
    .map((it) => it['status'])
    .join(' ');
}

test.each([
  ['a list that grows, with times', ['open@1', 'open@1 hold@2', 'open@1 hold@2 done@3'], 'open hold done'],
  ['the same list again', ['open@1 hold@2', 'open@1 hold@2'], 'open hold'],
  ['newest first', ['hold@2 open@1', 'done@3 hold@2 open@1'], 'open hold done'],
  ['a list that grows, without times', ['open', 'open hold', 'open hold open'], 'open hold open'],
  ['one that grows, is said again and grows', ['open hold', 'open hold', 'open hold done'], 'open hold done'],
  ['single words: open, held, open again', ['open', 'hold', 'open'], 'open hold open'],
  ['single words that repeat', ['open', 'open', 'hold'], 'open hold'],
  [
    'some with and some without a time',
    ['open@1 hold', 'open@1 hold done@3 closed'],
    'open hold done closed',
  ],
  ['a list that goes back to its beginning', ['open hold', 'open'], 'open hold open'],
  ['a word that was the last of the list before', ['open hold', 'hold'], 'open hold'],
  ['the last of the list before, and on from there', ['open hold', 'hold done'], 'open hold done'],
  ['a word twice in one list', ['open open hold hold'], 'open hold'],
])('%s', (_, lists, words) => {
  expect(folded(...lists)).toBe(words);
});

test('a change that stands in a growing list rings once, not at every touch of the record', async () => {
  const ledger = new MemoryLedger({ authority: {} });
  const instant = (day: number): JsonObject => ({ at: `2026-01-0${day}T00:00:00Z`, text: `${day}` });
  const word = (value: string): JsonObject => ({
    state: 'mapped',
    value,
    raw: { scheme: 'dm/outcome', code: value },
  });
  const first = { outcome: word('no-access'), at: instant(2) };
  const second = { outcome: word('refused'), at: instant(5) };
  const kind: EntityKind = 'hazard-case';
  for (const [version, attempts] of [[first], [first, second], [first, second]].entries()) {
    const fields = { accessAttempts: attempts, jurisdiction: version === 2 ? 'wales' : 'england' };
    const identity = [{ scheme: 'dm/case', id: '1' }];
    const contributions = [{ part: '', kind, identity, links: [], fields }];
    const mapped = {
      outcome: 'contributions',
      key: '1',
      version: makeVersion('incrementing', `${version}`),
      contributions,
      unmapped: [],
    } as const;
    await ledger.commit({
      id: '',
      stream: { id: 1, connector: 'dm', name: 'cases', system: 'dm' },
      items: [{ raw: new Uint8Array(), hash: `${version}`, position: '', mapped }],
      mappingHash: '',
      origin: 'live',
      at: '',
      traceparent: '',
    });
  }
  expect(ledger.current[0]?.main['accessAttempts']).toHaveLength(2);
  const events = ledger.events.filter((it) => it.topic === kind);
  expect(events.map((it) => it.changes.includes('no-access'))).toEqual([true, true, false]);
});
