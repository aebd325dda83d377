import { CLOCK, clockFact, factFields, isTold, type ClockFact } from './clock-fact.js';

const fact = (more: Partial<ClockFact> & { readonly at: string }): ClockFact => ({
  readTo: {},
  told: [],
  ...more,
});
const said = (one: ClockFact, connector: string = CLOCK.connector) => ({
  connector,
  fields: factFields(one, 'hash'),
});

const roof = { ref: 'rtr/roof', dueAt: '2026-11-03T10:00:00.000Z' };
const mould = { ref: 'awaab/mould', dueAt: '2026-11-02T10:00:00.000Z' };

test('what the clock said is read back as it was said', () => {
  const whole = fact({
    at: '2026-11-03T12:00:00.000Z',
    readTo: { completedAt: '2026-11-03T11:00:00.000Z', raisedAt: '' },
    ringsFrom: '2026-11-01T00:00:00.000Z',
    inUse: { rtr: '2026-10-01T00:00:00.000Z' },
    told: [roof],
  });
  expect(clockFact([said(whole)])).toEqual({ ...whole, rules: 'hash' });
  const bare = clockFact([said(fact({ at: '2026-11-03T12:00:00.000Z' }))]);
  expect(bare).toEqual({ at: '2026-11-03T12:00:00.000Z', readTo: {}, told: [], rules: 'hash' });
  expect(Object.keys(bare ?? {}).sort()).toEqual(['at', 'readTo', 'rules', 'told']);
});

test('of several, as after a merge, the newest counts, and all that was told stays told, each once and in one order', () => {
  const older = fact({ at: '2026-11-02T12:00:00.000Z', readTo: { a: 'old' }, told: [roof, mould] });
  const newer = fact({ at: '2026-11-03T12:00:00.000Z', readTo: { a: 'new' }, told: [roof] });
  const wanted = { at: newer.at, rules: 'hash', readTo: { a: 'new' }, told: [mould, roof] };
  expect(clockFact([said(older), said(newer)])).toEqual(wanted);
  expect(clockFact([said(newer), said(older)])).toEqual(wanted);
});

test('nobody else speaks for the clock', () => {
  const one = fact({ at: '2026-11-03T12:00:00.000Z' });
  expect(clockFact([said(one, 'universal-housing')])).toBeUndefined();
  expect(clockFact([{ connector: CLOCK.connector, fields: {} }])).toBeUndefined();
  expect(clockFact([])).toBeUndefined();
});

test('told is a deadline with its due moment: moved, it rings anew', () => {
  const clock = fact({ at: '2026-11-03T12:00:00.000Z', told: [roof] });
  expect(isTold(clock, roof)).toBe(true);
  expect(isTold(clock, { ...roof, dueAt: mould.dueAt })).toBe(false);
  expect(isTold(clock, { ...roof, ref: mould.ref })).toBe(false);
  expect(isTold(undefined, roof)).toBe(false);
});
