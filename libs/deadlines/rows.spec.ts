import type { ClockFact } from './clock-fact.js';
import { publishedDeadline, type Deadline } from './deadline.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import {
  at,
  damp,
  emergency,
  allReadTo,
  investigated,
  investigation,
  notified,
  ordered,
  clockSays,
  scottish,
  word,
  work,
} from './testing/cases.js';
import { deadline, rules } from './testing/found.js';

interface Row {
  readonly rule: string;
  readonly fields: JsonObject;
  readonly due: string;
  /** Fields that meet it when they say `when`. */
  readonly met: (when: string) => JsonObject;
}

const emergencyMet = (when: string): JsonObject => ({
  investigations: [investigation('i9', 'emergency', '2026-11-02T12:00:00Z')],
  madeSafeAt: at(when),
});
const requested = { requestedAt: at('2026-11-12T15:00:00Z') };
const foundEmergency = investigation('i1', 'standard', '2026-11-12T15:00:00Z', {
  outcome: word('emergency'),
});
const cases: readonly Row[] = [
  {
    rule: 'awaab-emergency-make-safe',
    fields: emergency(),
    due: '2026-11-03T10:00:00.000Z',
    met: emergencyMet,
  },
  {
    rule: 'awaab-emergency-found',
    fields: emergency({ investigations: [foundEmergency] }),
    due: '2026-11-13T15:00:00.000Z',
    met: (when) => ({ madeSafeAt: at(when) }),
  },
  {
    rule: 'awaab-significant-investigate',
    fields: damp(),
    due: '2026-11-16T23:59:59.999Z',
    met: (when) => ({ investigations: [investigation('i1', 'standard', when)] }),
  },
  {
    rule: 'awaab-renewed-investigation',
    fields: damp({ investigations: [investigation('i2', 'renewed', undefined, requested)] }),
    due: '2026-11-26T23:59:59.999Z',
    met: (when) => ({ investigations: [investigation('i2', 'renewed', when, requested)] }),
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
    met: (when) => ({ works: [work('safety', { completedAt: at(when) })] }),
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
    fields: damp({ investigations: [investigated], works: [work('preventative', {})] }),
    due,
    met: (when: string) => ({ works: [work('preventative', { startedAt: at(when) })] }),
  })),
  {
    rule: 'scotland-investigate',
    fields: scottish({ awareAt: at('2026-11-20T10:00:00Z') }),
    due: '2026-12-07T23:59:59.999Z', // St Andrew's Day is a holiday there
    met: (when) => ({ investigations: [investigation('i1', 'standard', when)] }),
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
    met: (when) => ({ works: [work('other', { startedAt: at(when) })] }),
  },
  {
    rule: 'scotland-complete-repair',
    fields: scottish({ investigations: [investigated] }),
    due: '2026-12-11T23:59:59.999Z',
    met: (when) => ({ works: [work('safety', { completedAt: at(when) })] }),
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

const kindOf = (rule: string): EntityKind => (/^(rtr|target)-/.test(rule) ? 'work-order' : 'hazard-case');
const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
describe('every rule that comes with Lintel', () => {
  it('has a row here', () => {
    expect([...new Set(cases.map((it) => it.rule))].sort()).toEqual(rules.rules.map((it) => it.id).sort());
  });

  it.each(cases)('$rule is due, near, overdue, missed and met', ({ rule, fields, due, met }) => {
    const state = (more: JsonObject, clock?: ClockFact): Deadline['state'] | undefined =>
      deadline(kindOf(rule), { ...fields, ...more }, rule, clock)?.state;
    const plain = deadline(kindOf(rule), fields, rule);
    expect(plain).toMatchObject({ state: 'running', dueAt: due });
    expect(state({}, clockSays(due))).toBe('near');
    expect(state({}, clockSays(later(due, 1)))).toBe('overdue-unconfirmed');
    expect(state({}, clockSays(later(due, 1), { readTo: allReadTo(due) }))).toBe('overdue-unconfirmed');
    expect(state({}, clockSays(later(due, 5), { readTo: allReadTo(later(due, 1)) }))).toBe('missed');
    expect(state(met(due), clockSays(later(due, 1)))).toBe('met');
    expect(state(met(later(due, 1)), clockSays(later(due, 2)))).toBe('overdue-unconfirmed');
    expect(state(met(later(due, 1)), clockSays(later(due, 9), { readTo: allReadTo(later(due, 1)) }))).toBe(
      'missed',
    );
  });

  it('says which calendar and version counted, and what began it', () => {
    const moment = (instant: string): JsonObject => ({ at: instant, text: instant });
    const found = deadline('hazard-case', damp(), 'awaab-significant-investigate');
    expect(found && publishedDeadline(found)).toEqual({
      ref: 'awaab-significant-investigate/h1',
      rule: 'awaab-significant-investigate',
      ruleVersion: '1',
      system: 'lintel',
      state: 'running',
      triggeredAt: moment('2026-11-02T10:00:00.000Z'),
      triggeredBy: 'awareAt',
      dueAt: moment('2026-11-16T23:59:59.999Z'),
      dueBy: 'rule',
      nearAt: moment('2026-11-13T00:00:00.000Z'),
      calendarVersion: expect.stringMatching(/^england-and-wales \d/),
      by: ['lintel-clock/deadlines'],
    });
  });
});
