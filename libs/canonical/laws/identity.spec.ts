import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { referenceKey } from '../reference.js';
import { history, type History } from './histories.js';
import { inTime, newestOf, referencesOf, run } from './run.js';

const RUNS = Number(process.env['LINTEL_LAWS'] ?? 300);
const SEED = Number(process.env['LINTEL_LAWS_SEED'] ?? 1);
const always = (title: string, holds: (history: History) => Promise<void>): void =>
  test(
    title,
    () => fc.assert(fc.asyncProperty(history, holds), { numRuns: RUNS, seed: SEED }),
    30_000 + RUNS * 10,
  );

/** Connected components the plain way: join whatever shares a member until nothing does. */
function components(sets: readonly (readonly string[])[]): readonly string[] {
  const all: Set<string>[] = [];
  for (const set of sets) {
    const touching = all.filter((it) => set.some((member) => it.has(member)));
    const joined = new Set([...set, ...touching.flatMap((it) => [...it])]);
    for (const it of touching) all.splice(all.indexOf(it), 1);
    all.push(joined);
  }
  return all.map((it) => [...it].sort().join(' ')).sort();
}

always(
  'where nothing is held, entities are the connected components of the newest words',
  async (history) => {
    const ledger = await run(inTime(history));
    if (ledger.current.some(({ main }) => main['held'] !== undefined)) return;
    const said = newestOf(history).flatMap(({ said }) => said ?? []);
    assert.deepEqual(
      ledger.current.map(({ main }) => referencesOf(main).join(' ')).sort(),
      components(said.map((it) => it.identity.map(referenceKey))),
    );
  },
);

always('no property has two UPRNs that nobody approved', async (history) => {
  const ledger = await run(inTime(history));
  if (ledger.held.some((it) => it.decision === 'approved')) return;
  for (const { main } of ledger.current)
    assert.ok(referencesOf(main).filter((it) => it.startsWith('uk/uprn:')).length < 2);
});

always('every newest word stands in exactly one entity: by its first reference', async (history) => {
  const ledger = await run(inTime(history));
  const entities = ledger.current.map(({ main }) => new Set(referencesOf(main)));
  for (const { said } of newestOf(history))
    for (const { identity } of said ?? []) {
      const [first] = identity.map(referenceKey);
      assert.equal(entities.filter((it) => first !== undefined && it.has(first)).length, 1);
    }
});
