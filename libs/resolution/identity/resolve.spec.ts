import type { Reference } from '#libs/model/reference.js';
import { foundId } from './found-id.js';
import { resolve, type KnownReference } from './resolve.js';
import type { IdentityClaim } from './identity-claim.js';

const order = (id: string): Reference => ({ scheme: 'uh/workOrder', id });
const sid = (id: string): Reference => ({ scheme: 'uh/workOrderSid', id });
const uprn = (id: string): Reference => ({ scheme: 'uk/uprn', id });
const property = (id: string): Reference => ({ scheme: 'uh/property', id });

const claim = (
  id: string,
  arrival: number,
  identity: readonly Reference[],
  more: Partial<IdentityClaim> = {},
): IdentityClaim => ({
  id,
  kind: 'work-order',
  identity,
  arrival,
  name: id,
  ...more,
});
const known = (...all: readonly (readonly [Reference, string, number?])[]): Map<string, KnownReference> =>
  new Map(
    all.map(([reference, entity, founded]) => [
      `${reference.scheme}:${reference.id}`,
      { reference, entity, ...(founded === undefined ? {} : { founded }) },
    ]),
  );

test('a first reference founds an id, the same in every ledger', () => {
  const { entityOf, references } = resolve([claim('a', 1, [order('1'), sid('9')])], new Map(), new Set(), 5);
  expect(entityOf.get('a')).toBe(foundId(order('1')));
  expect(references.get('uh/workOrder:1')).toMatchObject({ founded: 5 });
  expect(references.get('uh/workOrderSid:9')).not.toHaveProperty('founded');
});

test('two records of one batch that name a new number alike found one id, once', () => {
  const claims = [claim('a', 1, [order('1')]), claim('b', 2, [order('1')]), claim('c', 3, [order('2')])];
  const { references } = resolve(claims, new Map(), new Set(), 5);
  expect(references.get('uh/workOrder:1')).toMatchObject({ founded: 5 });
  expect(references.get('uh/workOrder:2')).toMatchObject({ founded: 6 });
});

test('a joining record merges two entities into the one that was founded first', () => {
  const [visitId, orderId] = [foundId(sid('9')), foundId(order('1'))];
  const result = resolve(
    [
      claim('visit', 1, [sid('9')], { entity: visitId }),
      claim('booking', 2, [order('1')], { entity: orderId }),
      claim('order', 3, [order('1'), sid('9')]),
    ],
    known([sid('9'), visitId, 1], [order('1'), orderId, 2]),
    new Set([visitId, orderId]),
    9,
  );
  expect([...result.entityOf.values()]).toEqual([visitId, visitId, visitId]);
  expect(result.ended).toEqual(new Map([[orderId, visitId]]));
  expect(result.merged).toEqual(new Set([visitId]));
});

test('a corrected number brings the other id back', () => {
  const [first, second] = [foundId(order('1')), foundId(order('2'))];
  const result = resolve(
    [
      claim('a', 1, [order('1')], { entity: first }),
      claim('b', 2, [order('2')], { entity: first }),
      claim('typo', 3, [order('1')], { entity: first }),
    ],
    known([order('1'), first, 1], [order('2'), first, 2]),
    new Set([first]),
    9,
  );
  expect(result.entityOf.get('b')).toBe(second);
  expect(result.split).toEqual(new Set([first, second]));
  expect(result.ended.size).toBe(0);
});

test('a record that moves from one order to another splits neither', () => {
  const [first, second] = [foundId(order('1')), foundId(order('2'))];
  const result = resolve(
    [
      claim('a', 1, [order('1')], { entity: first }),
      claim('b', 2, [order('2')], { entity: second }),
      claim('visit', 3, [order('2')], { entity: first }),
    ],
    known([order('1'), first, 1], [order('2'), second, 2]),
    new Set([first, second]),
    9,
  );
  expect(result.entityOf.get('visit')).toBe(second);
  expect([result.split.size, result.merged.size, result.ended.size]).toEqual([0, 0, 0]);
});

test('an entity that nobody speaks of any more is withdrawn', () => {
  const id = foundId(order('1'));
  const result = resolve([], known([order('1'), id, 1]), new Set([id]), 9);
  expect(result.ended).toEqual(new Map([[id, undefined]]));
  expect(result.references.get('uh/workOrder:1')).not.toHaveProperty('entity');
  expect(result.references.get('uh/workOrder:1')).toMatchObject({ founded: 1 });
});

test('a record that would join three entities is held with the first', () => {
  const ids = ['1', '2', '3'].map((it) => foundId(order(it)));
  const result = resolve(
    [
      ...['1', '2', '3'].map((it, index) => claim(it, index, [order(it)], { entity: ids[index] ?? '' })),
      claim('new', 9, [order('1'), order('2'), order('3')]),
    ],
    known(...['1', '2', '3'].map((it, index) => [order(it), ids[index] ?? '', index] as const)),
    new Set(ids),
    9,
  );
  expect(result.held.get('new')).toEqual([order('2'), order('3')]);
  expect(result.entityOf.get('new')).toBe(ids[0]);
  expect(result.merged.size).toBe(0);
});

test('two properties with different UPRNs do not become one', () => {
  const ids = [foundId(property('A')), foundId(property('B'))];
  const result = resolve(
    [
      claim('a', 1, [property('A'), uprn('100')], { kind: 'property', entity: ids[0] ?? '' }),
      claim('b', 2, [property('B'), uprn('200')], { kind: 'property', entity: ids[1] ?? '' }),
      claim('new', 3, [property('A'), property('B')], { kind: 'property' }),
    ],
    known([property('A'), ids[0] ?? '', 1], [property('B'), ids[1] ?? '', 2]),
    new Set(ids),
    9,
  );
  expect(result.held.get('new')).toEqual([property('B')]);
  expect(result.merged.size).toBe(0);
});

test('who follows is where its reference is, and neither founds nor keeps an entity', () => {
  const clock = claim('clock', 9, [order('1')], { follows: true, entity: 'old' });
  const lone = resolve([clock], known([order('1'), 'old', 1]), new Set(['old']), 5);
  expect(lone.entityOf.get('clock')).toBe('old');
  expect(lone.ended.get('old')).toBeUndefined();
  expect(lone.ended.has('old')).toBe(true);
  expect(lone.references.get('uh/workOrder:1')).not.toHaveProperty('entity');
  const stranger = resolve([claim('clock', 9, [order('2')], { follows: true })], new Map(), new Set(), 5);
  expect(stranger.references.size).toBe(0);
  const both = resolve([clock, claim('a', 1, [order('1')])], new Map(), new Set(), 5);
  expect(both.entityOf.get('clock')).toBe(both.entityOf.get('a'));
});

test('a component keeps the id that was founded first, whoever speaks first', () => {
  const [visitId, orderId] = [foundId(sid('9')), foundId(order('1'))];
  const result = resolve(
    [
      claim('order', 1, [order('1'), sid('9')], { entity: orderId }),
      claim('visit', 2, [sid('9')], { entity: visitId }),
    ],
    known([order('1'), orderId, 8], [sid('9'), visitId, 3], [order('7'), 'elsewhere']),
    new Set([visitId, orderId]),
    9,
  );
  expect([...result.entityOf.values()]).toEqual([visitId, visitId]);
  expect(result.references.get('uh/workOrder:1')).toEqual({
    reference: order('1'),
    entity: visitId,
    founded: 8,
  });
  expect(result.references.get('uh/workOrder:7')).toEqual({ reference: order('7') });
});

test('new components are founded one after the other, each by what came first in it', () => {
  const result = resolve(
    [
      claim('late', 3, [order('2'), sid('2')]),
      claim('early', 1, [sid('2'), order('2')]),
      claim('other', 2, [order('1')]),
      claim('old', 4, [order('3')]),
    ],
    known([order('3'), foundId(order('3')), 1]),
    new Set([foundId(order('3'))]),
    5,
  );
  expect(result.entityOf.get('late')).toBe(foundId(sid('2')));
  const founded = [...result.references.values()].map((it) => [it.reference.id, it.founded]);
  expect(founded.filter(([, at]) => at !== undefined).map(([, at]) => at)).toEqual(
    expect.arrayContaining([1, 5, 6]),
  );
  expect(founded.filter(([, at]) => at !== undefined)).toHaveLength(3);
});

test('an id that ends is said to be part of where its earliest word went', () => {
  const [one, two, gone] = [foundId(order('1')), foundId(order('2')), foundId(sid('9'))];
  const result = resolve(
    [
      claim('second', 2, [order('2')], { entity: gone }),
      claim('first', 1, [order('1')], { entity: gone }),
      claim('stranger', 0, [order('2')], { entity: two }),
    ],
    known([order('1'), one, 1], [order('2'), two, 2], [sid('9'), gone, 3]),
    new Set([gone, two]),
    9,
  );
  expect(result.ended).toEqual(new Map([[gone, one]]));
  expect(result.merged).toEqual(new Set([one]));
  expect(result.split).toEqual(new Set([one]));
});

test('a number that is held identifies nothing through the one that holds it', () => {
  const property2 = { scheme: 'uk/uprn', id: '200' };
  const result = resolve(
    [claim('a', 1, [property('A'), uprn('100')]), claim('b', 2, [property('A'), property2])],
    new Map(),
    new Set(),
    1,
  );
  expect(result.held).toEqual(new Map([['b', [property2]]]));
  expect(result.references.has('uk/uprn:200')).toBe(false);
  expect(new Set(result.entityOf.values()).size).toBe(1);
});

test('what is withdrawn is merged into nothing', () => {
  const id = foundId(order('1'));
  const { merged, split } = resolve([], known([order('1'), id, 1]), new Set([id]), 9);
  expect([merged.size, split.size]).toEqual([0, 0]);
});
