import type { JsonObject } from '#libs/model/json.js';
import { CHANGE_KINDS, ENTITY_KINDS, type EntityKind } from '#libs/model/kinds.js';
import { changesOf } from './changes.js';

const instant = (at: string): JsonObject => ({ at, text: at });
const coded = (value: string): JsonObject => ({
  state: 'mapped',
  value,
  raw: { scheme: 'x/y', code: value },
});
const document = (fields: JsonObject): JsonObject => ({ state: 'current', links: [], ...fields });
const change = (
  before: JsonObject | undefined,
  after: JsonObject,
  kind: EntityKind = 'work-order',
): readonly string[] => changesOf(kind, before && document(before), document(after), []);

const raised = { raisedAt: instant('2026-01-01T00:00:00Z') };
const booking = (ref: string, from: string, more: JsonObject = {}): JsonObject => ({
  ref,
  from: instant(from),
  to: instant(from),
  ...more,
});

test('an order is ordered when the system that raised it speaks, though a booking came first', () => {
  const booked = { appointments: [booking('1', 'a')] };
  expect(change(undefined, booked)).toEqual(['appointed']);
  expect(change(booked, { ...booked, ...raised })).toEqual(['ordered']);
});

test('a known booking with another window is moved, an unchanged one is not', () => {
  const before = { ...raised, appointments: [booking('1', 'a')] };
  expect(change(before, { ...raised, appointments: [booking('1', 'c')] })).toEqual(['moved']);
  expect(change(before, { ...before, budgetCode: 'X' })).toEqual(['amended']);
});

test('another booking in the place of a known one is moved, a second one is appointed', () => {
  const before = { ...raised, appointments: [booking('1', 'a')] };
  const more = (second: JsonObject): JsonObject => ({
    ...raised,
    appointments: [booking('1', 'a', { state: coded('moved') }), second],
  });
  expect(change(before, more(booking('2', 'b', { replaces: '1' })))).toEqual(['moved']);
  expect(change(before, more(booking('2', 'b')))).toEqual(['appointed']);
});

test('an offer is no booking until it is taken', () => {
  const offered = { ...raised, appointments: [booking('1', 'a', { state: coded('offered') })] };
  expect(change(raised, offered)).toEqual(['amended']);
  expect(
    change(offered, { ...raised, appointments: [booking('1', 'a', { state: coded('booked') })] }),
  ).toEqual(['appointed']);
});

test('several things at once are all told', () => {
  const after = {
    ...raised,
    visits: [{ ref: '1', outcome: coded('no-access'), attendedAt: instant('b') }],
    status: coded('completed'),
    trade: { state: 'unmapped', raw: { scheme: 'uh/trade', code: 'ZQ' } },
  };
  expect(change(raised, after)).toEqual(['attended', 'no-access', 'completed', 'unmapped']);
  expect(change(after, { ...after, budgetCode: 'X' })).toEqual(['amended']);
});

const CASES: readonly (readonly [string, EntityKind, JsonObject, JsonObject])[] = [
  ['reported', 'request', {}, { reportedAt: instant('a') }],
  ['completed', 'request', { status: coded('open') }, { status: coded('closed') }],
  ['ordered', 'work-order', {}, raised],
  ['attended', 'work-order', raised, { ...raised, attendedAt: instant('b') }],
  ['no-access', 'work-order', raised, { ...raised, jobUpdates: [{ ref: '1', type: coded('no-access') }] }],
  ['varied', 'work-order', raised, { ...raised, tasks: [{ ref: '2', variation: true }] }],
  ['varied', 'work-order', raised, { ...raised, variations: [{ ref: '1', state: coded('requested') }] }],
  ['suspended', 'work-order', raised, { ...raised, status: coded('on-hold') }],
  ['suspended', 'work-order', raised, { ...raised, suspensions: [{ ref: '1', from: instant('b') }] }],
  ['completed', 'work-order', raised, { ...raised, completedAt: instant('b') }],
  ['reopened', 'work-order', { ...raised, status: coded('completed') }, { ...raised, status: coded('open') }],
  ['reopened', 'work-order', raised, { ...raised, reopened: true }],
  ['cancelled', 'work-order', raised, { ...raised, cancelledAt: instant('b') }],
  ['deadline-near', 'work-order', raised, { ...raised, deadlines: [{ ref: 'r', state: 'near' }] }],
  ['deadline-missed', 'hazard-case', {}, { deadlines: [{ ref: 'r', state: 'missed' }] }],
  ['hazard-asserted', 'hazard-case', {}, { awareAt: instant('a') }],
  ['hazard-asserted', 'hazard-case', {}, { hazards: [{ ref: '1' }] }],
  ['hazard-asserted', 'work-order', {}, { hazards: [{ ref: '1' }] }],
  ['hazard-asserted', 'request', {}, { hazards: [{ ref: '1' }] }],
  ['no-access', 'hazard-case', {}, { accessAttempts: [{ at: instant('a'), outcome: coded('refused') }] }],
  ['completed', 'hazard-case', { status: coded('works') }, { status: coded('closed') }],
  ['invoiced', 'invoice', {}, { number: '1', type: 'invoice' }],
  ['credited', 'invoice', {}, { number: '1', type: 'credit-note' }],
  ['credited', 'invoice', {}, { number: '1', type: 'self-billed-credit-note' }],
  ['paid', 'invoice', { number: '1' }, { number: '1', paidAt: instant('a') }],
];

test.each(CASES)('%s of a %s', (word, kind, before, after) => {
  expect(change(before, after, kind)).toEqual([word]);
  // said once: what stands there already is no news
  expect(change(after, { ...after, budgetCode: 'X' }, kind)).toEqual(['amended']);
});

test('a cancelled order that was complete is cancelled, not reopened', () => {
  const complete = { ...raised, status: coded('completed') };
  expect(change(complete, { ...raised, status: coded('cancelled') })).toEqual(['cancelled']);
});

test('a link that finds its end is linked', () => {
  const link = { type: 'at', reference: { scheme: 'uh/property', id: '1' }, state: 'unlinked', by: 'x/y' };
  const before = { ...raised, links: [link] };
  expect(change(before, { ...raised, links: [{ ...link, state: 'linked', id: 'p' }] })).toEqual(['linked']);
});

test('a lost id says only that', () => {
  expect(changesOf('work-order', document(raised), { state: 'merged', into: 'x' }, [])).toEqual(['merged']);
  expect(changesOf('work-order', document(raised), { state: 'withdrawn' }, [])).toEqual(['withdrawn']);
});

test('every word of the closed list has a test', () => {
  const testedElsewhere = [
    'merged',
    'split',
    'withdrawn',
    'unmapped',
    'linked',
    'amended',
    'appointed',
    'moved',
  ];
  const tested = new Set([...testedElsewhere, ...CASES.map(([word]) => word)]);
  expect(CHANGE_KINDS.filter((kind) => !tested.has(kind))).toEqual([]);
  expect(new Set(CASES.map(([, kind]) => kind)).size).toBe(ENTITY_KINDS.length - 1); // a property is only amended
});
