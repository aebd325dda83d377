import fc from 'fast-check';
import { sameContent } from '../document.js';
import type { JsonObject } from '../json.js';
import type { NewEvent } from '../settle/events.js';
import { history, isOrdered, type History } from './histories.js';
import { contents, inTime, run, shuffled, take, type Step } from './run.js';

/** `LINTEL_LAWS=100000 npm test -- libs/canonical/laws` is the long run; another seed tells other histories. */
const RUNS = Number(process.env['LINTEL_LAWS'] ?? 400);
const SEED = Number(process.env['LINTEL_LAWS_SEED'] ?? 1);

const law = (title: string, holds: (history: History) => Promise<void>): void =>
  test(
    title,
    () => fc.assert(fc.asyncProperty(history, holds), { numRuns: RUNS, seed: SEED }),
    10_000 + RUNS * 20,
  );

law(
  'I5: whatever the order, the batches, the repeats and the time of decisions, content is the same',
  async (history) => {
    const [smooth, other] = [await run(inTime(history)), await run(shuffled(history))];
    expect(contents(other.current)).toEqual(contents(smooth.current));
    for (const { events } of [smooth, other]) expectGapless(events);
  },
);

law('I4: what is read again, in part or as a whole, changes nothing', async (history) => {
  const steps = shuffled(history);
  const ledger = await run(steps);
  const before = ledger.events.length;
  for (const step of repeatable(steps)) await take(ledger, step);
  for (const told of newest(history)) await take(ledger, [told]);
  expect(ledger.events.slice(before)).toEqual([]);
});

law(
  'the newest version of each record under another mapping that says the same makes no event',
  async (history) => {
    const ledger = await run(inTime(history));
    const before = ledger.events.length;
    for (const told of newest(history)) await take(ledger, [told], 'bb');
    expect(ledger.events.slice(before)).toEqual([]);
  },
);

/** Records of streams without versions are only repeated as they stand now. */
const repeatable = (steps: readonly Step[]): readonly Step[] =>
  steps.filter((step) => !Array.isArray(step) || !step.some(isOrdered));

function newest({ told }: History): History['told'] {
  const byRecord = new Map<string, History['told'][number]>();
  for (const it of told) {
    const name = `${it.stream} ${it.key}`;
    const known = byRecord.get(name);
    if (!known || isOrdered(it) || it.version > known.version) byRecord.set(name, it);
  }
  return [...byRecord.values()];
}

/** I6: versions 1, 2, 3 … of each entity and topic, and none that says what the one before said. */
function expectGapless(events: readonly NewEvent[]): void {
  for (const [, all] of Map.groupBy(events, (it) => `${it.topic} ${it.key}`)) {
    expect(all.map((it) => it.version)).toEqual(all.map((_, at) => at + 1));
    const documents = all.map((it) => JSON.parse(it.value) as JsonObject);
    for (const [at, document] of documents.entries())
      expect(at > 0 && sameContent(document, documents[at - 1])).toBe(false);
  }
}
