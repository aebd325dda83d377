import fc from 'fast-check';
import { history } from './histories.js';
import { inTime, run } from './run.js';

test('the histories visit what the laws are about', async () => {
  const seen: Record<string, number> = {};
  const see = (what: string): void => void (seen[what] = (seen[what] ?? 0) + 1);
  for (const sample of fc.sample(history, { numRuns: 400, seed: 1 })) {
    const ledger = await run(inTime(sample));
    const changes = new Set(ledger.events.flatMap((event) => event.changes));
    changes.forEach(see);
    if (ledger.held.some((held) => held.decision === undefined)) see('held');
    if (ledger.held.some((held) => held.decision === 'approved')) see('approved');
    if (ledger.current.some(({ main }) => JSON.stringify(main['held'])?.includes('refused'))) see('refused');
    if (sample.records.some(({ contributions }) => contributions === undefined)) see('filtered');
  }
  const rare = Object.entries({
    merged: 20,
    split: 10,
    withdrawn: 20,
    linked: 20,
    held: 20,
    approved: 10,
    refused: 3,
    filtered: 20,
  }).filter(([what, least]) => (seen[what] ?? 0) < least);
  expect(rare).toEqual([]);
});
