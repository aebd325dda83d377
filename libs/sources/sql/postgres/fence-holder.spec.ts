import type { RunQuery, TextRow } from './connection.js';
import { holderOf } from './fence-holder.js';

/** A database that gives these rows whatever it is asked; `asked` keeps the values of the questions. */
function answering(...rows: readonly TextRow[]): {
  readonly ask: RunQuery;
  readonly asked: (readonly string[])[];
} {
  const asked: (readonly string[])[] = [];
  return { ask: async (_, values = []) => (asked.push(values), rows), asked };
}

test.each([
  ['900', '900'],
  // the activity view shows the lower 32 bits of an id only
  ['4294967295', '4294967295'],
  ['4294967296', '0'],
  ['4294968196', '900'],
  ['12884902788', '900'],
])('who holds the fence at %s is looked for under %s', async (xid, shown) => {
  const { ask, asked } = answering(['4711', 'idle in transaction', '40', 'session']);
  expect(await holderOf(ask, xid)).toBe('pid 4711, idle in transaction for 40 s');
  expect(asked).toEqual([[shown]]);
});

test.each([
  [
    'a session of which this user sees only the number',
    ['4711', null, null, 'session'],
    'pid 4711, state not known',
  ],
  ['a prepared transaction', ['', '', '86400', 'prepared'], 'a prepared transaction for 86400 s'],
] as const)('%s', async (_, row, holder) => {
  expect(await holderOf(answering(row).ask, '900')).toBe(holder);
});

test('a holder that cannot be seen is a holder: silence would say that all was read', async () => {
  expect(await holderOf(answering().ask, '900')).toMatch(/pg_read_all_stats/);
});
