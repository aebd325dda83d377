import type { ClockFact } from '#libs/canonical/deadlines/clock-fact.js';
import type { Deadline } from '#libs/canonical/deadlines/deadline.js';
import { deadlinesOf } from '#libs/canonical/deadlines/evaluate.js';
import type { JsonObject } from '#libs/canonical/json.js';
import { shippedDeadlines } from './testing/shipped-rules.js';

const rules = shippedDeadlines();
const at = (instant: string): JsonObject => ({ at: new Date(instant).toISOString(), text: instant });
const said = (now: string, more: Partial<ClockFact> = {}): ClockFact => ({
  at: now,
  readTo: {},
  told: [],
  ...more,
});

/** Damp and mould of which the landlord became aware on Monday 2 November 2026 at 10:00. */
const damp = (more: JsonObject = {}): JsonObject => ({
  tenure: 'secure',
  awareAt: at('2026-11-02T10:00:00Z'),
  awareSource: 'tenant-call',
  hazards: [{ ref: 'h1', type: 'damp-and-mould', category: 'significant' }],
  ...more,
});
const emergency = (more: JsonObject = {}): JsonObject =>
  damp({ hazards: [{ ref: 'h1', type: 'electrical', category: 'emergency' }], ...more });
/** Concluded on Thursday 12 November. */
const investigated = { ref: 'i1', kind: 'standard', concludedAt: at('2026-11-12T15:00:00Z') };
const scottish = (more: JsonObject = {}): JsonObject =>
  damp({ tenure: 'scottish-secure', jurisdiction: 'scotland', ...more });

const deadline = (kind: string, fields: JsonObject, rule: string, clock?: ClockFact): Deadline | undefined =>
  deadlinesOf(kind, fields, rules, clock).find((it) => it.rule === rule);

interface Row {
  readonly rule: string;
  readonly fields: JsonObject;
  readonly due: string;
  /** Fields that meet it when they say `when`. */
  readonly met: (when: string) => JsonObject;
}

const emergencyMet = (when: string): JsonObject => ({
  investigations: [{ ref: 'i9', kind: 'emergency', concludedAt: at('2026-11-02T12:00:00Z') }],
  madeSafeAt: at(when),
});
const cases: readonly Row[] = [
  {
    rule: 'awaab-emergency-make-safe',
    fields: emergency(),
    due: '2026-11-03T10:00:00.000Z',
    met: emergencyMet,
  },
  {
    rule: 'awaab-significant-investigate',
    fields: damp(),
    due: '2026-11-16T23:59:59.999Z',
    met: (when) => ({ investigations: [{ ref: 'i1', kind: 'standard', concludedAt: at(when) }] }),
  },
  {
    rule: 'awaab-renewed-investigation',
    fields: damp({
      investigations: [{ ref: 'i2', kind: 'renewed', requestedAt: at('2026-11-12T15:00:00Z') }],
    }),
    due: '2026-11-26T23:59:59.999Z',
    met: (when) => ({
      investigations: [
        { ref: 'i2', kind: 'renewed', requestedAt: at('2026-11-12T15:00:00Z'), concludedAt: at(when) },
      ],
    }),
  },
  {
    rule: 'awaab-written-summary',
    fields: damp({ investigations: [investigated] }),
    due: '2026-11-17T23:59:59.999Z',
    met: (when) => ({ summaries: [{ ref: 's1', sentAt: at(when) }] }),
  },
  {
    rule: 'awaab-safety-work',
    fields: damp({ investigations: [investigated] }),
    due: '2026-11-19T23:59:59.999Z',
    met: (when) => ({ safetyWorks: [{ ref: 'w1', completedAt: at(when) }] }),
  },
  {
    rule: 'awaab-safety-work',
    fields: damp({ investigations: [investigated] }),
    due: '2026-11-19T23:59:59.999Z',
    met: (when) => ({ decants: [{ ref: 'd1', offeredAt: at(when) }] }),
  },
  ...[
    ['awaab-supplementary-begin', '2026-11-19T23:59:59.999Z'] as const,
    ['awaab-supplementary-backstop', '2027-02-04T23:59:59.999Z'] as const,
  ].map(([rule, due]) => ({
    rule,
    fields: damp({ investigations: [investigated], supplementaryWorks: [{ ref: 'p1' }] }),
    due,
    met: (when: string) => ({ supplementaryWorks: [{ ref: 'p1', startedAt: at(when) }] }),
  })),
  {
    rule: 'scotland-investigate',
    fields: scottish({ awareAt: at('2026-11-20T10:00:00Z') }),
    due: '2026-12-07T23:59:59.999Z', // St Andrew's Day is a holiday there
    met: (when) => ({ investigations: [{ ref: 'i1', kind: 'standard', concludedAt: at(when) }] }),
  },
  {
    rule: 'scotland-summary',
    fields: scottish({ investigations: [investigated] }),
    due: '2026-11-17T23:59:59.999Z',
    met: (when) => ({ summaries: [{ ref: 's1', sentAt: at(when) }] }),
  },
  {
    rule: 'scotland-start-repair',
    fields: scottish({ investigations: [investigated] }),
    due: '2026-11-19T23:59:59.999Z',
    met: (when) => ({ safetyWorks: [{ ref: 'w1', startedAt: at(when) }] }),
  },
  {
    rule: 'scotland-complete-repair',
    fields: scottish({ investigations: [investigated] }),
    due: '2026-12-11T23:59:59.999Z',
    met: (when) => ({ safetyWorks: [{ ref: 'w1', completedAt: at(when) }] }),
  },
  ...[
    ['total-loss-of-electric-power', 1],
    ['partial-loss-of-electric-power', 3],
    ['unsafe-electrical-fitting', 1],
    ['total-loss-of-water-supply', 1],
    ['partial-loss-of-water-supply', 3],
    ['loss-of-gas-supply', 1],
    ['blocked-flue', 1],
    ['foul-drain-or-toilet-pan', 1],
    ['toilet-not-flushing', 1],
    ['blocked-sink-bath-or-basin', 3],
    ['tap-cannot-be-turned', 3],
    ['leaking-pipe-tank-or-cistern', 1],
    ['leaking-roof', 7],
    ['insecure-window-door-or-lock', 1],
    ['loose-banister-or-hand-rail', 3],
    ['rotten-floor-or-stair-tread', 3],
    ['door-entryphone', 7],
    ['extractor-fan', 7],
  ].map(([defect, days]) => ({
    rule: `rtr-${defect}`,
    fields: notified(String(defect), '2026-11-02T10:00:00Z'),
    due: { 1: '2026-11-03T23:59:59.999Z', 3: '2026-11-05T23:59:59.999Z', 7: '2026-11-11T23:59:59.999Z' }[
      Number(days)
    ] as string,
    met: (when: string) => ({ completedAt: at(when) }),
  })),
  {
    rule: 'rtr-loss-of-heating-winter',
    fields: notified('loss-of-heating', '2026-11-02T10:00:00Z'),
    due: '2026-11-03T23:59:59.999Z',
    met: (when) => ({ completedAt: at(when) }),
  },
  {
    rule: 'rtr-loss-of-heating-summer',
    fields: notified('loss-of-heating', '2026-07-06T10:00:00Z'),
    due: '2026-07-09T22:59:59.999Z',
    met: (when) => ({ completedAt: at(when) }),
  },
  ...[
    ['immediate', '2026-11-02T12:00:00.000Z'] as const,
    ['emergency', '2026-11-03T10:00:00.000Z'] as const,
    ['urgent', '2026-11-09T23:59:59.999Z'] as const,
    ['normal', '2026-12-01T23:59:59.999Z'] as const,
  ].map(([priority, due]) => ({
    rule: `target-${priority}`,
    fields: ordered(priority),
    due,
    met: (when: string) => ({ completedAt: at(when) }),
  })),
];

function notified(defect: string, when: string): JsonObject {
  return { tenure: 'secure', rightToRepair: { defect, notifiedAt: at(when) } };
}
function ordered(priority: string, more: JsonObject = {}): JsonObject {
  return { priority: { state: 'mapped', value: priority }, raisedAt: at('2026-11-02T10:00:00Z'), ...more };
}
const kindOf = (rule: string): string => (/^(rtr|target)-/.test(rule) ? 'work-order' : 'hazard-case');
const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
/** Whatever field the evidence would stand in has been read up to then. */
const heard = (to: string): ClockFact['readTo'] =>
  Object.fromEntries(
    [
      'investigations',
      'madeSafeAt',
      'summaries',
      'safetyWorks',
      'supplementaryWorks',
      'decants',
      'completedAt',
      'status',
      'cancelledAt',
    ].map((field) => [field, to]),
  );

describe('every rule that comes with Lintel', () => {
  it('has a row here', () => {
    expect([...new Set(cases.map((it) => it.rule))].sort()).toEqual(rules.rules.map((it) => it.id).sort());
  });

  it.each(cases)('$rule is due, near, overdue, missed and met', ({ rule, fields, due, met }) => {
    const state = (more: JsonObject, clock?: ClockFact): Deadline['state'] | undefined =>
      deadline(kindOf(rule), { ...fields, ...more }, rule, clock)?.state;
    const plain = deadline(kindOf(rule), fields, rule);
    expect(plain).toMatchObject({ state: 'running', dueAt: due });
    expect(state({}, said(due))).toBe('near');
    expect(state({}, said(later(due, 1)))).toBe('overdue-unconfirmed');
    expect(state({}, said(later(due, 1), { readTo: heard(due) }))).toBe('overdue-unconfirmed');
    expect(state({}, said(later(due, 5), { readTo: heard(later(due, 1)) }))).toBe('missed');
    expect(state(met(due), said(later(due, 1)))).toBe('met');
    expect(state(met(later(due, 1)), said(later(due, 2)))).toBe('overdue-unconfirmed');
    expect(state(met(later(due, 1)), said(later(due, 9), { readTo: heard(later(due, 1)) }))).toBe('missed');
  });

  it('says which calendar and version counted, and what began it', () => {
    expect(deadline('hazard-case', damp(), 'awaab-significant-investigate')).toEqual({
      ref: 'awaab-significant-investigate/h1',
      rule: 'awaab-significant-investigate',
      ruleVersion: 1,
      basis: expect.stringContaining('Hazards in Social Housing'),
      state: 'running',
      trigger: { at: '2026-11-02T10:00:00.000Z', by: 'tenant-call' },
      dueAt: '2026-11-16T23:59:59.999Z',
      nearAt: '2026-11-13T00:00:00.000Z',
      dueBy: 'rule',
      calendarVersion: expect.stringMatching(/^england-and-wales \d/),
    });
  });
});

describe('the calendar', () => {
  it.each([
    ['Easter', '2026-03-30T10:00:00Z', '2026-04-15T22:59:59.999Z'],
    ['Christmas and the new year', '2026-12-18T10:00:00Z', '2027-01-06T23:59:59.999Z'],
    ['a bank holiday', '2026-05-18T10:00:00Z', '2026-06-02T22:59:59.999Z'],
    ['a report on a Saturday', '2026-11-07T10:00:00Z', '2026-11-20T23:59:59.999Z'],
    ['the clocks going forward', '2026-03-20T10:00:00Z', '2026-04-07T22:59:59.999Z'],
    ['the clocks going back', '2026-10-16T10:00:00Z', '2026-10-30T23:59:59.999Z'],
  ])('knows %s', (_, aware, due) => {
    expect(
      deadline('hazard-case', damp({ awareAt: at(aware) }), 'awaab-significant-investigate')?.dueAt,
    ).toBe(due);
  });

  it.each([
    ['2026-03-28T18:00:00Z', '2026-03-29T18:00:00.000Z'],
    ['2026-10-24T18:00:00Z', '2026-10-25T18:00:00.000Z'],
  ])('does not stretch or shorten 24 hours when the clocks change: from %s', (aware, due) => {
    expect(
      deadline('hazard-case', emergency({ awareAt: at(aware) }), 'awaab-emergency-make-safe')?.dueAt,
    ).toBe(due);
  });

  it.each([
    ['2026-10-31T12:00:00Z', 'summer'],
    ['2026-11-01T12:00:00Z', 'winter'],
    ['2027-04-30T12:00:00Z', 'winter'],
    ['2027-04-30T23:30:00Z', 'summer'], // half past midnight on 1 May in London
    ['2027-05-01T12:00:00Z', 'summer'],
  ])('has heating in its season on %s', (when, season) => {
    const found = deadlinesOf('work-order', notified('loss-of-heating', when), rules, undefined);
    expect(found.map((it) => it.rule)).toEqual([`rtr-loss-of-heating-${season}`]);
  });

  it('leaves a due date that a system gives as it is', () => {
    const given = ordered('urgent', { targetAt: at('2026-12-25T17:00:00Z') });
    expect(deadline('work-order', given, 'target-urgent')).toMatchObject({
      dueAt: '2026-12-25T17:00:00.000Z',
      dueBy: 'given',
    });
  });

  it('counts own targets by the own calendar, and laws by theirs', () => {
    const own = shippedDeadlines('').days;
    const closed = { ...rules, days: { ...own, closures: ['2026-11-03'] } };
    const due = (kind: string, fields: JsonObject): unknown[] =>
      deadlinesOf(kind, fields, closed, undefined).map((it) => it.dueAt);
    expect(due('work-order', ordered('urgent'))).toEqual(['2026-11-10T23:59:59.999Z']);
    expect(due('work-order', notified('leaking-roof', '2026-11-02T10:00:00Z'))).toEqual([
      '2026-11-11T23:59:59.999Z',
    ]);
  });

  it('does not count in years that it does not know', () => {
    expect(
      deadline('hazard-case', damp({ awareAt: at('2035-12-27T10:00:00Z') }), 'awaab-significant-investigate'),
    ).toMatchObject({
      state: 'applicability-unknown',
      reason: 'year-not-in-calendar',
    });
  });
});

describe('whether a rule applies', () => {
  it.each([
    ['without awareness', { awareAt: null }, 'applicability-unknown', 'awareness-not-stated'],
    ['without who says so', { awareSource: null }, 'applicability-unknown', 'awareness-not-stated'],
    ['without a tenure', { tenure: null }, 'applicability-unknown', 'tenure-not-known'],
    ['to a leaseholder', { tenure: 'leasehold' }, 'not-applicable', 'tenure-not-bound'],
    ['in another country', { jurisdiction: 'wales' }, 'not-applicable', 'other-jurisdiction'],
    ['before the law', { awareAt: at('2025-10-26T10:00:00Z') }, 'not-applicable', 'not-in-force'],
    [
      'without a type of hazard',
      { hazards: [{ ref: 'h1', category: 'significant' }] },
      'applicability-unknown',
      'hazard-type-not-known',
    ],
    [
      'to a hazard of a later phase',
      { hazards: [{ ref: 'h1', type: 'falls', category: 'significant' }] },
      'not-applicable',
      'hazard-not-in-force',
    ],
    [
      'to a hazard that is not bound',
      { hazards: [{ ref: 'h1', type: 'overcrowding', category: 'significant' }] },
      'not-applicable',
      'hazard-not-bound',
    ],
  ])('%s', (_, more, state, reason) => {
    expect(
      deadline('hazard-case', damp(more), 'awaab-significant-investigate', said('2027-06-01T00:00:00.000Z')),
    ).toMatchObject({ state, reason });
  });

  it('is asked of the phase on the day', () => {
    const falls = damp({
      awareAt: at('2026-11-30T10:00:00Z'),
      hazards: [{ ref: 'h1', type: 'falls', category: 'significant' }],
    });
    expect(deadline('hazard-case', falls, 'awaab-significant-investigate')?.state).toBe('running');
  });

  it('is never asked because of a priority or a text', () => {
    const order = ordered('emergency', { description: 'black mould, no heating, gas leak' });
    expect(deadlinesOf('work-order', order, rules, undefined).map((it) => it.rule)).toEqual([
      'target-emergency',
    ]);
    expect(
      deadlinesOf('hazard-case', { tenure: 'secure', awareAt: at('2026-11-02T10:00:00Z') }, rules, undefined),
    ).toEqual([]);
  });

  it('is no when all works are finished within the three days of the summary', () => {
    const done = damp({
      investigations: [investigated],
      safetyWorks: [{ ref: 'w1', completedAt: at('2026-11-17T12:00:00Z') }],
    });
    expect(deadline('hazard-case', done, 'awaab-written-summary')).toMatchObject({
      state: 'disapplied',
      reason: 'works-finished-in-time',
    });
  });

  it('is no for a reason that the rule knows', () => {
    const asserted = (reason: string): JsonObject =>
      damp({ disapplied: [{ ref: 'x', rule: 'awaab-significant-investigate', reason }] });
    const state = (reason: string): unknown =>
      deadline('hazard-case', asserted(reason), 'awaab-significant-investigate')?.state;
    expect(state('tenant-refused-access')).toBe('disapplied');
    expect(state('too-busy')).toBe('running');
  });

  it('is no for an order cancelled in time, and yes for one cancelled when it was late', () => {
    const cancelled = (when: string): unknown =>
      deadline(
        'work-order',
        ordered('emergency', { cancelledAt: at(when) }),
        'target-emergency',
        said('2026-11-05T00:00:00.000Z', { readTo: heard('2026-11-05T00:00:00.000Z') }),
      )?.state;
    expect(cancelled('2026-11-03T09:00:00Z')).toBe('disapplied');
    expect(cancelled('2026-11-04T09:00:00Z')).toBe('missed');
  });
});

describe('evidence', () => {
  const due = '2026-11-03T10:00:00.000Z';
  const late = said('2026-11-10T00:00:00.000Z', { readTo: heard('2026-11-10T00:00:00.000Z') });

  it('that comes late and says that it was in time corrects, visibly', () => {
    const told = { ...late, told: [{ ref: 'target-emergency', dueAt: due }] };
    const order = ordered('emergency', { completedAt: at('2026-11-03T09:00:00Z') });
    expect(deadline('work-order', ordered('emergency'), 'target-emergency', told)?.state).toBe('missed');
    expect(deadline('work-order', order, 'target-emergency', told)).toMatchObject({
      state: 'met',
      corrected: true,
    });
    expect(deadline('work-order', order, 'target-emergency', late)).not.toHaveProperty('corrected');
  });

  it('needs every part where all are needed', () => {
    expect(
      deadline(
        'hazard-case',
        emergency({ madeSafeAt: at('2026-11-02T12:00:00Z') }),
        'awaab-emergency-make-safe',
        late,
      )?.state,
    ).toBe('missed');
  });

  it('is waited for from every stream that says it, and from none that does not', () => {
    const state = (readTo: ClockFact['readTo']): unknown =>
      deadline('work-order', ordered('emergency'), 'target-emergency', { ...late, readTo })?.state;
    expect(state({ completedAt: late.at })).toBe('missed');
    expect(state({ completedAt: late.at, status: '2026-11-03T09:00:00.000Z' })).toBe('overdue-unconfirmed');
    expect(state({ completedAt: late.at, status: '' })).toBe('overdue-unconfirmed');
    expect(state({})).toBe('overdue-unconfirmed');
  });

  it('of one investigation is not evidence of another', () => {
    const second = { ...investigated, ref: 'i2', concludedAt: at('2026-12-01T12:00:00Z') };
    const two = damp({
      investigations: [investigated, second],
      summaries: [{ ref: 's1', sentAt: at('2026-11-13T10:00:00Z') }],
    });
    const states = deadlinesOf('hazard-case', two, rules, undefined)
      .filter((it) => it.rule === 'awaab-written-summary')
      .map((it) => it.state);
    expect(states).toEqual(['met', 'running']);
  });

  it('before go-live, or before the rule was verified, is history: quiet', () => {
    const clock = { ...late, ringsFrom: '2026-11-04T00:00:00.000Z' };
    expect(deadline('work-order', ordered('emergency'), 'target-emergency', clock)).toMatchObject({
      state: 'missed',
      quiet: true,
    });
    expect(
      deadline('work-order', ordered('emergency'), 'target-emergency', { ...clock, ringsFrom: due }),
    ).not.toHaveProperty('quiet');
  });
});
