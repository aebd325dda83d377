import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { NewEvent } from '../settle/events.js';
import { history, isOrdered, type History } from './histories.js';
import { checkIdentity } from './identity-laws.js';
import { contents, inTime, isBatch, newestOf, run, shuffled, takeStep } from './run.js';

/** `LINTEL_LAWS=100000 npm test -- libs/resolution/laws` is the long run; another LINTEL_LAWS_SEED makes other histories. */
const RUNS = Number(process.env['LINTEL_LAWS'] ?? 500);
const SEED = Number(process.env['LINTEL_LAWS_SEED'] ?? 1);

test(
  `the laws hold over ${RUNS} random histories`,
  () => fc.assert(fc.asyncProperty(history, holdLaws), { numRuns: RUNS, seed: SEED }),
  30_000 + RUNS * 20,
);

async function holdLaws(history: History): Promise<void> {
  const smooth = await run(inTime(history));
  const steps = shuffled(history);
  const other = await run(steps);
  // I5: the order, the batches, the repeats and the time of decisions change nothing
  assert.deepEqual(contents(other.current), contents(smooth.current));
  checkIdentity(history, smooth);
  // I4: what is read again, batch by batch, changes nothing
  const eventsBefore = other.events.length;
  for (const step of steps) if (isBatch(step) && !step.some(isOrdered)) await takeStep(other, step);
  for (const record of newestOf(history)) await takeStep(other, [record]);
  assert.deepEqual(other.events.slice(eventsBefore), []);
  // nor does another mapping that makes the same of it
  for (const record of newestOf(history)) await takeStep(smooth, [record], 'bb');
  assert.deepEqual(contents(smooth.current), contents(other.current));
  // I6
  for (const { events } of [smooth, other]) checkGapless(events);
}

/** I6: versions 1, 2, 3 … of each entity and topic, and none that says what the one before said. */
function checkGapless(events: readonly NewEvent[]): void {
  const newest = new Map<string, { readonly version: number; readonly text: string }>();
  for (const { topic, key, version, value } of events) {
    const before = newest.get(`${topic} ${key}`);
    const text = value.replace(/"version":\d+/, '');
    assert.equal(version, (before?.version ?? 0) + 1);
    assert.notEqual(text, before?.text);
    newest.set(`${topic} ${key}`, { version, text });
  }
}
