import type { ClockFact } from './clock-fact.js';
import { deadlinesOf } from './evaluate.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import {
  at,
  damp,
  emergency,
  hazard,
  allReadTo,
  investigated,
  investigation,
  notified,
  ordered,
  clockSays,
  word,
  work,
} from './testing/cases.js';
import { deadline, rules } from './testing/found.js';
import { shippedDeadlines } from './testing/shipped-rules.js';

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
    const due = (kind: EntityKind, fields: JsonObject): unknown[] =>
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
    ['to a leaseholder', { tenure: word('leasehold') }, 'not-applicable', 'tenure-not-bound'],
    ['in another country', { jurisdiction: 'wales' }, 'not-applicable', 'other-jurisdiction'],
    ['before the law', { awareAt: at('2025-10-26T10:00:00Z') }, 'not-applicable', 'not-in-force'],
    [
      'without a type of hazard',
      { hazards: [{ ref: 'h1', severity: word('significant') }] },
      'applicability-unknown',
      'hazard-type-not-known',
    ],
    [
      'to a hazard of a later phase',
      { hazards: [hazard('falls-level', 'significant')] },
      'not-applicable',
      'hazard-not-in-force',
    ],
    [
      'to a hazard that is not bound',
      { hazards: [hazard('crowding-and-space', 'significant')] },
      'not-applicable',
      'hazard-not-bound',
    ],
  ])('%s', (_, more, state, reason) => {
    expect(
      deadline(
        'hazard-case',
        damp(more),
        'awaab-significant-investigate',
        clockSays('2027-06-01T00:00:00.000Z'),
      ),
    ).toMatchObject({ state, reason });
  });

  it('is yes on the first day of the law', () => {
    const first = damp({ awareAt: at('2025-10-27T10:00:00Z') });
    expect(deadline('hazard-case', first, 'awaab-significant-investigate')?.state).toBe('running');
  });

  it('is asked of the phase on the day', () => {
    const falls = damp({
      awareAt: at('2026-11-30T10:00:00Z'),
      hazards: [hazard('falls-level', 'significant')],
    });
    expect(deadline('hazard-case', falls, 'awaab-significant-investigate')?.state).toBe('running');
  });

  it('is never asked because of a priority or a text', () => {
    const order = ordered('emergency', { description: 'black mould, no heating, gas leak' });
    expect(deadlinesOf('work-order', order, rules, undefined).map((it) => it.rule)).toEqual([
      'target-emergency',
    ]);
    expect(
      deadlinesOf(
        'hazard-case',
        { tenure: word('secure'), awareAt: at('2026-11-02T10:00:00Z') },
        rules,
        undefined,
      ),
    ).toEqual([]);
  });

  it('is no when all works are finished within the three days of the summary', () => {
    const done = damp({
      investigations: [investigated],
      works: [work('safety', { completedAt: at('2026-11-17T12:00:00Z') })],
    });
    expect(deadline('hazard-case', done, 'awaab-written-summary')).toMatchObject({
      state: 'disapplied',
      reason: 'works-finished-in-time',
    });
  });

  it('is no for a case that is a duplicate, and where no work is needed', () => {
    const state = (more: JsonObject, rule: string): unknown =>
      deadline('hazard-case', damp({ investigations: [investigated], ...more }), rule)?.state;
    expect(state({ closedReason: word('duplicate') }, 'awaab-written-summary')).toBe('disapplied');
    expect(state({ closedReason: word('resolved') }, 'awaab-written-summary')).toBe('running');
    const none = { investigations: [{ ...investigated, worksNeeded: false }] };
    expect(state(none, 'awaab-safety-work')).toBe('disapplied');
    expect(state(none, 'awaab-written-summary')).toBe('running');
  });

  it('is not known while nobody says what an investigation found, and nothing where it found nothing', () => {
    const reason = (outcome: JsonObject): unknown => {
      const concluded = investigation('i1', 'standard', '2026-11-12T15:00:00Z', outcome);
      return deadline('hazard-case', damp({ investigations: [concluded] }), 'awaab-safety-work')?.reason;
    };
    expect(reason({})).toBe('outcome-not-known');
    expect(reason({ outcome: word('no-hazard') })).toBeUndefined();
  });

  it('has one clock for an emergency: from awareness, or from the investigation that found it', () => {
    const finder = investigation('i1', 'standard', '2026-11-12T15:00:00Z', {
      outcome: word('emergency'),
      startedAt: at('2026-11-12T09:00:00Z'),
    });
    const rulesOf = (assertedAt: string): readonly string[] => {
      const hazards = [hazard('electrical', 'emergency', { assertedAt: at(assertedAt) })];
      return deadlinesOf('hazard-case', damp({ hazards, investigations: [finder] }), rules, undefined)
        .map((it) => it.rule)
        .filter((it) => it.startsWith('awaab-emergency'));
    };
    expect(rulesOf('2026-11-12T10:00:00Z')).toEqual(['awaab-emergency-found']);
    expect(rulesOf('2026-11-02T10:00:00Z')).toEqual(['awaab-emergency-found', 'awaab-emergency-make-safe']);
  });

  it('is no for an order cancelled in time, and yes for one cancelled when it was late', () => {
    const cancelled = (when: string): unknown =>
      deadline(
        'work-order',
        ordered('emergency', { cancelledAt: at(when) }),
        'target-emergency',
        clockSays('2026-11-05T00:00:00.000Z', { readTo: allReadTo('2026-11-05T00:00:00.000Z') }),
      )?.state;
    expect(cancelled('2026-11-03T09:00:00Z')).toBe('disapplied');
    expect(cancelled('2026-11-04T09:00:00Z')).toBe('missed');
  });
});

describe('evidence', () => {
  const due = '2026-11-03T10:00:00.000Z';
  const late = clockSays('2026-11-10T00:00:00.000Z', { readTo: allReadTo('2026-11-10T00:00:00.000Z') });

  it('that comes late and says that it was in time corrects, visibly', () => {
    const afterMiss = { ...late, toldDeadlines: [{ ref: 'target-emergency', dueAt: due }] };
    const order = ordered('emergency', { completedAt: at('2026-11-03T09:00:00Z') });
    expect(deadline('work-order', ordered('emergency'), 'target-emergency', afterMiss)?.state).toBe('missed');
    expect(deadline('work-order', order, 'target-emergency', afterMiss)).toMatchObject({
      state: 'met',
      corrected: true,
    });
    expect(deadline('work-order', order, 'target-emergency', late)).not.toHaveProperty('corrected');
    const other = {
      ...late,
      toldDeadlines: [{ ref: 'target-emergency', dueAt: '2026-11-03T11:00:00.000Z' }],
    };
    expect(deadline('work-order', order, 'target-emergency', other)).not.toHaveProperty('corrected');
  });

  it('of works is that of the last of them', () => {
    const works = (second: JsonObject): unknown =>
      deadline(
        'hazard-case',
        damp({
          investigations: [investigated],
          works: [
            work('safety', { completedAt: at('2026-11-13T10:00:00Z') }),
            work('safety', { ref: 'w2', ...second }),
          ],
        }),
        'awaab-safety-work',
      );
    expect(works({})).toMatchObject({ state: 'running' });
    expect(works({ completedAt: at('2026-11-14T10:00:00Z') })).toMatchObject({
      state: 'met',
      metAt: '2026-11-14T10:00:00.000Z',
      metBy: 'works',
    });
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
    const second = investigation('i2', 'further', '2026-12-01T12:00:00Z', { outcome: word('significant') });
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
