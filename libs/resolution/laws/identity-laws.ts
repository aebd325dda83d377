import { strict as assert } from 'node:assert';
import type { MemoryLedger } from '../memory/memory-ledger.js';
import { referenceKey } from '#libs/model/reference.js';
import type { History } from './histories.js';
import { newestOf, referencesOf } from './run.js';

/** Throws AssertionError where the entities of a ledger that took this history are not what a plain computation says they must be. */
export function checkIdentity(history: History, ledger: MemoryLedger): void {
  const newest = newestOf(history).flatMap(({ contributions }) => contributions ?? []);
  const numbers = newest.map((it) => it.identity.map(referenceKey));
  const entities = ledger.current.map(({ main }) => referencesOf(main));
  // where nothing is held, entities are the connected components of the newest contributions
  if (ledger.current.every(({ main }) => main['held'] === undefined))
    assert.deepEqual(entities.map((it) => it.join(' ')).sort(), components(numbers));
  // no property has two UPRNs, unless somebody approved that
  if (ledger.held.every((it) => it.decision !== 'approved'))
    for (const it of entities) assert.ok(it.filter((key) => key.startsWith('uk/uprn:')).length < 2);
  // every newest contribution belongs to exactly one entity, the one of its first reference
  for (const [first = ''] of numbers) assert.equal(entities.filter((it) => it.includes(first)).length, 1);
}

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
