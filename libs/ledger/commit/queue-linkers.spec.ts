import { randomUUID } from 'node:crypto';
import type { Origin } from '#libs/model/kinds.js';
import type { Settled } from '#libs/resolution/settle/settle.js';
import type { Ledger } from '../database/ledger.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { queueLinkers } from './queue-linkers.js';

let fresh: FreshLedger;
let ledger: Ledger;

beforeAll(async () => {
  fresh = await freshLedger();
  ledger = fresh.ledger;
});
beforeEach(() => fresh.empty());
afterAll(() => fresh.drop());

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const queue = (waiting: readonly string[], origin: Origin, minute: number): Promise<void> =>
  ledger.transaction((runner) =>
    queueLinkers(runner, { waiting } as unknown as Settled, { at: at(minute), origin }),
  );
const queued = async (): Promise<readonly unknown[]> =>
  (
    await ledger.ask<{ readonly since: Date; readonly origin: Origin; readonly refused: string | null }>(
      'select since, origin, refused from relink',
    )
  ).map(({ since, origin, refused }) => [origin, since.toISOString(), refused]);

test.each([
  ['the first read, then the living system', ['backfill', 'live'], 'live'],
  ['the living system, then the first read', ['live', 'backfill'], 'live'],
  ['the first read alone', ['backfill', 'backfill'], 'backfill'],
] as const)(
  'an entity that several commits queue waits once, since the first; what would ring rings: %s',
  async (_, origins, origin) => {
    const entity = randomUUID();
    for (const [minute, queuedBy] of origins.entries()) await queue([entity], queuedBy, minute);
    expect(await queued()).toEqual([[origin, at(0), null]]);
  },
);

test('one that was refused is tried again, with the origin of what changed now', async () => {
  const entity = randomUUID();
  await queue([entity], 'live', 0);
  await ledger.ask(`update relink set refused = 'event-too-large'`);
  await queue([entity], 'backfill', 1);
  expect(await queued()).toEqual([['backfill', at(0), null]]);
});

test('nobody waits: nothing is queued', async () => {
  await queue([], 'live', 0);
  expect(await queued()).toEqual([]);
});
