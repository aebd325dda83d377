import { changesOf } from './changes.js';
import type { JsonObject } from './json.js';

const order = (fields: JsonObject): JsonObject => ({ state: 'current', links: [], ...fields });
const raised = { raisedAt: { at: '2026-01-01T00:00:00Z', text: '' } };
const change = (before: JsonObject | undefined, after: JsonObject): readonly string[] =>
  changesOf('work-order', before, after, []);

test('an order is ordered when the system that raised it speaks, though a booking came first', () => {
  const booked = order({ appointments: [{ ref: '1', from: { at: 'a' } }] });
  expect(change(undefined, booked)).toEqual(['appointed']);
  expect(change(booked, { ...booked, ...raised })).toEqual(['ordered']);
});

test('a moved window is appointed, an unchanged one is not', () => {
  const before = order({ ...raised, appointments: [{ ref: '1', from: { at: 'a' }, to: { at: 'b' } }] });
  expect(
    change(before, order({ ...raised, appointments: [{ ref: '1', from: { at: 'c' }, to: { at: 'd' } }] })),
  ).toEqual(['appointed']);
  expect(change(before, { ...before, budgetCode: 'X' })).toEqual(['amended']);
});

test('no access, completion, cancellation and unmapped codes are told, several at once', () => {
  const after = order({
    ...raised,
    visits: [{ ref: '1', outcome: { state: 'mapped', value: 'no-access', raw: {} } }],
    status: { state: 'mapped', value: 'completed', raw: {} },
    trade: { state: 'unmapped', raw: { scheme: 'uh/trade', code: 'ZQ' } },
  });
  expect(change(order(raised), after)).toEqual(['no-access', 'completed', 'unmapped']);
  expect(change(after, { ...after, budgetCode: 'X' })).toEqual(['amended']);
  expect(change(order(raised), order({ ...raised, cancelledAt: { at: 'x' } }))).toEqual(['cancelled']);
});

test('a link that finds its end is linked', () => {
  const link = { type: 'at', reference: { scheme: 'uh/property', id: '1' }, state: 'unlinked', by: 'x/y' };
  const before = order({ ...raised, links: [link] });
  expect(change(before, order({ ...raised, links: [{ ...link, state: 'linked', id: 'p' }] }))).toEqual([
    'linked',
  ]);
});

test('a lost id says only that', () => {
  expect(change(order(raised), { state: 'merged', into: 'x' })).toEqual(['merged']);
  expect(change(order(raised), { state: 'withdrawn' })).toEqual(['withdrawn']);
});
