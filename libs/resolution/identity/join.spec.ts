import fc from 'fast-check';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import { join } from './join.js';
import type { IdentityClaim } from './identity-claim.js';

/** `claim('o', 'uh/workOrder:1 uh/workOrderSid:9')`: who claims it, and all the numbers that the claim names. */
function claim(name: string, numbers: string, more: Partial<IdentityClaim> = {}): IdentityClaim {
  const identity = numbers.split(' ').map((text): Reference => {
    const [scheme = '', id = ''] = text.split(':');
    return { scheme, id };
  });
  return { id: name, name, kind: 'work-order', identity, arrival: 0, ...more };
}
const tenancy = (id: string): Partial<IdentityClaim> => ({ tenancy: { scheme: 'uh/tenancy', id } });

/** Groups of numbers and what is held, whoever comes first. */
function joined(...claims: readonly IdentityClaim[]): {
  readonly groups: readonly string[];
  readonly held: readonly string[];
} {
  const of = (all: readonly IdentityClaim[]) => {
    const { groups, held } = join(all);
    const keys = all.flatMap((it) => it.identity.map(referenceKey));
    return {
      groups: [...new Set(keys.map((key) => [...groups.of(key)].sort().join(' ')))].sort(),
      held: [...held].flatMap(([id, refs]) => refs.map((it) => `${id} ${referenceKey(it)}`)).sort(),
    };
  };
  const smooth = of(claims);
  fc.assert(
    fc.property(fc.shuffledSubarray([...claims], { minLength: claims.length }), (other) => {
      expect(of(other)).toEqual(smooth);
    }),
    { numRuns: 20, seed: 1 },
  );
  return smooth;
}

test('shared numbers join, however far round', () => {
  expect(joined(claim('a', 'o:1 s:1'), claim('b', 's:1 j:1'), claim('c', 'j:1'), claim('d', 'o:2'))).toEqual({
    groups: ['j:1 o:1 s:1', 'o:2'],
    held: [],
  });
});

test('a record that joins two of a kind is not held: a number may be mistyped, and corrected', () => {
  expect(joined(claim('a', 'o:1'), claim('b', 'o:2'), claim('weld', 'o:1 o:2')).groups).toEqual(['o:1 o:2']);
});

test('a record that joins three of a kind is held, whether it came first or last', () => {
  const orders = ['1', '2', '3'].map((id) => claim(id, `o:${id}`));
  expect(joined(...orders, claim('weld', 'o:2 o:1 o:3'))).toEqual({
    groups: ['o:1', 'o:2', 'o:3'],
    held: ['weld o:1', 'weld o:3'],
  });
});

test('three orders that have numbers of other systems too are not welded by one that is asked before them', () => {
  const orders = ['1', '2', '3'].map((id) => claim(id, `o:${id} s:${id} j:${id}`));
  expect(joined(...orders, claim('a weld', 'o:1 o:2 o:3')).held).toEqual(['a weld o:2', 'a weld o:3']);
});

test('three systems that each know one number of an order are no merge: the record that names all three says so', () => {
  expect(
    joined(claim('a', 'o:1'), claim('b', 's:1'), claim('c', 'j:1'), claim('all', 'o:1 s:1 j:1')),
  ).toEqual({
    groups: ['j:1 o:1 s:1'],
    held: [],
  });
});

test('two numbers of one scheme among what stands behind the three make it a merge', () => {
  const behind = claim('b', 's:1 o:2');
  expect(joined(claim('a', 'o:1'), behind, claim('c', 'j:1'), claim('all', 'o:1 s:1 j:1')).held).toEqual([
    'all j:1',
    'all s:1',
  ]);
});

test('what is one with the first number already is not held with the rest', () => {
  const pair = claim('pair', 'o:1 s:1');
  expect(joined(pair, claim('b', 'o:2'), claim('c', 'o:3'), claim('weld', 'o:1 s:1 o:2 o:3')).held).toEqual([
    'weld o:2',
    'weld o:3',
  ]);
});

test('records that say the same three numbers do not hold each other', () => {
  expect(joined(claim('a', 'o:1 o:2 o:3'), claim('b', 'o:3 o:2 o:1')).held).toEqual([]);
});

test('two of three numbers joined by another record are one group', () => {
  expect(
    joined(claim('a', 'o:1'), claim('c', 'o:3'), claim('pair', 'o:1 o:2'), claim('all', 'o:1 o:2 o:3')).held,
  ).toEqual([]);
});

test('orders of different tenancies are held, though the one that joins them is asked first', () => {
  const orders = [claim('x', 'o:1 s:1', tenancy('A')), claim('y', 'o:2 s:2', tenancy('B'))];
  expect(joined(...orders, claim('a weld', 'o:1 o:2'))).toEqual({
    groups: ['o:1 s:1', 'o:2 s:2'],
    held: ['a weld o:2'],
  });
});

test('what the joining record itself says of the tenancy counts', () => {
  expect(
    joined(claim('a', 'o:1'), claim('b', 'o:2', tenancy('A')), claim('c', 'o:1 o:2', tenancy('B'))).held,
  ).toEqual(['c o:2']);
});

test('one tenancy in common is enough, and numbers of different landlords’ systems are not compared', () => {
  const disputed = [claim('a', 'o:1', tenancy('A')), claim('b', 'o:1', tenancy('B'))];
  expect(joined(...disputed, claim('c', 'o:2', tenancy('A')), claim('d', 'o:1 o:2')).held).toEqual([]);
  const other = [claim('c', 'o:2', tenancy('A')), claim('e', 'o:2', tenancy('C'))];
  expect(joined(...disputed, ...other, claim('d', 'o:1 o:2')).held).toEqual([]);
  const elsewhere = claim('c', 'o:2', { tenancy: { scheme: 'other/tenancy', id: 'C' } });
  expect(joined(...disputed, elsewhere, claim('d', 'o:1 o:2')).held).toEqual([]);
});

test('two properties with different UPRNs are held, though the one that joins them is asked first', () => {
  const [a, b] = [claim('x', 'p:1 uk/uprn:100'), claim('y', 'p:2 uk/uprn:200')];
  expect(joined(a, b, claim('a weld', 'p:1 p:2'))).toEqual({
    groups: ['p:1 uk/uprn:100', 'p:2 uk/uprn:200'],
    held: ['a weld p:2'],
  });
});

test('a second UPRN of one property is kept aside, whether somebody else knows it or not', () => {
  const two = [claim('a', 'p:1 uk/uprn:100'), claim('b', 'p:1 uk/uprn:200')];
  expect(joined(...two).held).toEqual(['b uk/uprn:200']);
  expect(joined(...two, claim('c', 'uk/uprn:200')).held).toEqual(['b uk/uprn:200']);
  expect(joined(claim('a', 'uk/uprn:100 p:1 uk/uprn:200')).held).toEqual(['a uk/uprn:200']);
});

test('an approved number joins, and nothing else of its record', () => {
  const orders = ['1', '2', '3'].map((id) => claim(id, `o:${id}`));
  const approved = { approved: new Set(['o:2']) };
  expect(joined(...orders, claim('weld', 'o:1 o:2 o:3', approved))).toEqual({
    groups: ['o:1 o:2', 'o:3'],
    held: ['weld o:3'],
  });
});

test.each([
  ['of one order', (at: number) => claim(`${at}`, `b:${at} o:1`, tenancy('1'))],
  ['in a chain', (at: number) => claim(`${at}`, `b:${at} b:${at + 1}`, tenancy('1'))],
  ['of one order, under three numbers', (at: number) => claim(`${at}`, `b:${at} v:${at} o:1`, tenancy('1'))],
])('four times as many records %s are about four times the work', (_, claimAt) => {
  const joining = (size: number): number => {
    const all = Array.from({ length: size }, (_, at) => claimAt(at));
    return steps(() => {
      const { groups, held } = join(all);
      expect(groups.of('b:0').size).toBeGreaterThan(size);
      expect(held.size).toBe(0);
    });
  };
  expect(joining(4_000) / joining(1_000)).toBeLessThan(5); // of work that grows by the square it would be 16
});

/** How often a map or a set is asked, changed, or gone through by one member: the same on every machine. */
function steps(work: () => void): number {
  let count = 0;
  const before: (() => void)[] = [];
  const replace = (prototype: object, name: string | symbol, by: (own: Call) => Call): void => {
    const own = Reflect.get(prototype, name) as Call;
    before.push(() => void Reflect.set(prototype, name, own));
    Reflect.set(prototype, name, by(own));
  };
  for (const { prototype } of [Map, Set]) {
    for (const name of ['get', 'set', 'has', 'add', 'forEach'].filter((it) => it in prototype))
      replace(
        prototype,
        name,
        (own) =>
          function (this: unknown, ...given: unknown[]) {
            count += name === 'forEach' ? (this as ReadonlySet<unknown>).size : 1;
            return own.apply(this, given);
          },
      );
    replace(
      prototype,
      Symbol.iterator,
      (own) =>
        function* (this: unknown) {
          for (const member of { [Symbol.iterator]: () => own.call(this) as Iterator<unknown> }) {
            count += 1;
            yield member;
          }
        },
    );
  }
  try {
    work();
  } finally {
    for (const undo of before) undo();
  }
  return count;
}
type Call = (this: unknown, ...given: unknown[]) => unknown;
