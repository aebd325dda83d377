import { CLOCK, newestClockFact, factFields, isTold, type ClockFact } from './clock-fact.js';

const fact = (more: Partial<ClockFact> & { readonly at: string }): ClockFact => ({
  readTo: {},
  toldDeadlines: [],
  ...more,
});
const contribution = (from: ClockFact, connector: string = CLOCK.connector) => ({
  connector,
  fields: factFields(from, 'hash'),
});

const roof = { ref: 'rtr/roof', dueAt: '2026-11-03T10:00:00.000Z' };
const mould = { ref: 'awaab/mould', dueAt: '2026-11-02T10:00:00.000Z' };

test('what the clock said is read back as it was said', () => {
  const whole = fact({
    at: '2026-11-03T12:00:00.000Z',
    readTo: { completedAt: '2026-11-03T11:00:00.000Z', raisedAt: '' },
    ringsFrom: '2026-11-01T00:00:00.000Z',
    inUse: { rtr: '2026-10-01T00:00:00.000Z' },
    toldDeadlines: [roof],
  });
  expect(newestClockFact([contribution(whole)])).toEqual({ ...whole, rules: 'hash' });
  const bare = newestClockFact([contribution(fact({ at: '2026-11-03T12:00:00.000Z' }))]);
  expect(bare).toEqual({ at: '2026-11-03T12:00:00.000Z', readTo: {}, toldDeadlines: [], rules: 'hash' });
  expect(Object.keys(bare ?? {}).sort()).toEqual(['at', 'readTo', 'rules', 'toldDeadlines']);
});

test('what is stored keeps its names: facts of earlier versions stand in ledgers', () => {
  const whole = {
    at: '2026-11-03T12:00:00.000Z',
    readTo: { completedAt: '' },
    ringsFrom: '2026-11-01T00:00:00.000Z',
    inUse: { rtr: '2026-10-01T00:00:00.000Z' },
  };
  expect(factFields({ ...whole, toldDeadlines: [roof] }, 'hash')).toEqual({
    clock: { ...whole, rules: 'hash', told: [roof] },
  });
});

test('of several, as after a merge, the newest counts, and all that was told stays told, each once and in one order', () => {
  const older = fact({ at: '2026-11-02T12:00:00.000Z', readTo: { a: 'old' }, toldDeadlines: [roof, mould] });
  const newer = fact({ at: '2026-11-03T12:00:00.000Z', readTo: { a: 'new' }, toldDeadlines: [roof] });
  const wanted = { at: newer.at, rules: 'hash', readTo: { a: 'new' }, toldDeadlines: [mould, roof] };
  expect(newestClockFact([contribution(older), contribution(newer)])).toEqual(wanted);
  expect(newestClockFact([contribution(newer), contribution(older)])).toEqual(wanted);
});

test('nobody else speaks for the clock', () => {
  const later = fact({ at: '2026-11-03T12:00:00.000Z' });
  expect(newestClockFact([contribution(later, 'universal-housing')])).toBeUndefined();
  expect(newestClockFact([{ connector: CLOCK.connector, fields: {} }])).toBeUndefined();
  expect(newestClockFact([])).toBeUndefined();
});

test('told is a deadline with its due moment: moved, it rings anew', () => {
  const clock = fact({ at: '2026-11-03T12:00:00.000Z', toldDeadlines: [roof] });
  expect(isTold(clock, roof)).toBe(true);
  expect(isTold(clock, { ...roof, dueAt: mould.dueAt })).toBe(false);
  expect(isTold(clock, { ...roof, ref: mould.ref })).toBe(false);
  expect(isTold(undefined, roof)).toBe(false);
});
