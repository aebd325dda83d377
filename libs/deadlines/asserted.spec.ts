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
  investigation,
  ordered,
  clockSays,
  word,
  work,
} from './testing/cases.js';
import { rules, states } from './testing/found.js';

const unmapped = { state: 'unmapped', raw: { scheme: 'x/y', code: 'Q' } };

describe('a code that no table knows begins no clock, and hides none', () => {
  it('as the severity of a hazard', () => {
    const hazards = [hazard('electrical', 'emergency', { severity: unmapped })];
    expect(states('hazard-case', damp({ hazards }), 'awaab')).toEqual({
      'awaab-emergency-make-safe/h1': 'applicability-unknown severity-not-known',
      'awaab-significant-investigate/h1': 'applicability-unknown severity-not-known',
    });
  });

  it('as the kind of an investigation', () => {
    const asked = investigation('i1', 'x', undefined, {
      kind: unmapped,
      requestedAt: at('2026-11-05T10:00:00Z'),
    });
    expect(states('hazard-case', damp({ investigations: [asked] }), 'awaab-renewed')).toEqual({
      'awaab-renewed-investigation/i1': 'applicability-unknown investigation-kind-not-known',
    });
    const found = investigation('i1', 'x', '2026-11-05T10:00:00Z', {
      kind: unmapped,
      outcome: word('emergency'),
    });
    expect(states('hazard-case', emergency({ investigations: [found] }), 'awaab-emergency')).toEqual({
      'awaab-emergency-found/i1': 'applicability-unknown investigation-kind-not-known',
      'awaab-emergency-make-safe/h1': 'running 2026-11-03T10:00:00.000Z',
    });
  });

  it('as the defect of a notice', () => {
    const order = {
      tenure: word('secure'),
      rightToRepair: { defect: unmapped, notifiedAt: at('2026-11-02T10:00:00Z') },
    };
    const found = states('work-order', order, 'rtr');
    expect(found).toMatchObject({ 'rtr-leaking-roof': 'applicability-unknown defect-not-known' });
    expect(found).not.toHaveProperty('rtr-loss-of-heating-summer');
  });

  it('as the priority of an order; one without a priority has no target', () => {
    expect(states('work-order', ordered('x', { priority: unmapped }), 'target')).toMatchObject({
      'target-emergency': 'applicability-unknown priority-not-known',
      'target-normal': 'applicability-unknown priority-not-known',
    });
    expect(states('work-order', { raisedAt: at('2026-11-02T10:00:00Z') }, 'target')).toEqual({});
  });
});

describe('an emergency that an investigation found', () => {
  const finder = investigation('i1', 'standard', '2026-11-12T15:00:00Z', { outcome: word('emergency') });

  it('has its clock while the hazard is still recorded as significant', () => {
    expect(states('hazard-case', damp({ investigations: [finder] }), 'awaab-emergency')).toEqual({
      'awaab-emergency-found/i1': 'running 2026-11-13T15:00:00.000Z',
    });
  });

  it('may be bound where no hazard is recorded', () => {
    expect(states('hazard-case', damp({ hazards: [], investigations: [finder] }), 'awaab')).toEqual({
      'awaab-emergency-found/i1': 'applicability-unknown hazard-type-not-known',
      'awaab-written-summary/i1': 'applicability-unknown hazard-type-not-known',
    });
  });

  it('has the clock of awareness while the investigation is not concluded', () => {
    const hazards = [hazard('electrical', 'emergency', { assertedAt: at('2026-11-12T10:00:00Z') })];
    const begun = investigation('i1', 'standard', undefined, {
      outcome: word('emergency'),
      startedAt: at('2026-11-12T09:00:00Z'),
    });
    expect(states('hazard-case', damp({ hazards, investigations: [begun] }), 'awaab-emergency')).toEqual({
      'awaab-emergency-make-safe/h1': 'running 2026-11-13T10:00:00.000Z',
    });
  });
});

describe('a hazard that is asserted while the case runs', () => {
  const later = hazard('electrical', 'emergency', { ref: 'h2', assertedAt: at('2026-11-20T10:00:00Z') });
  const hazards = [hazard('damp-and-mould', 'significant'), later];

  it('has its clock from then', () => {
    expect(states('hazard-case', damp({ hazards }), 'awaab-emergency')).toEqual({
      'awaab-emergency-make-safe/h2': 'running 2026-11-21T10:00:00.000Z',
    });
  });

  it('was known before where an investigation of the case found it', () => {
    const found = damp({
      hazards: [hazard('damp-and-mould', 'significant', { assertedAt: at('2026-11-12T16:00:00Z') })],
      investigations: [
        investigation('i1', 'standard', '2026-11-12T15:00:00Z', { outcome: word('significant') }),
      ],
    });
    expect(states('hazard-case', found, 'awaab-significant')).toEqual({
      'awaab-significant-investigate/h1': 'met 2026-11-16T23:59:59.999Z',
    });
  });
});

describe('elements of two systems with one number', () => {
  const two = (system: string, more: JsonObject = {}): JsonObject =>
    hazard('electrical', 'emergency', { system, ref: '7', ...more });

  it('have two deadlines', () => {
    const hazards = [two('a'), two('b', { madeSafeAt: at('2026-11-02T11:00:00Z') })];
    const investigations = [investigation('i', 'emergency', '2026-11-02T11:00:00Z')];
    expect(states('hazard-case', damp({ hazards, investigations }), 'awaab-emergency')).toEqual({
      'awaab-emergency-make-safe/a/7': 'running 2026-11-03T10:00:00.000Z',
      'awaab-emergency-make-safe/b/7': 'met 2026-11-03T10:00:00.000Z',
    });
  });

  it('have their own summaries and works; one that only one system knows is meant by all', () => {
    const concluded = (system: string, ref: string): JsonObject =>
      investigation(ref, 'standard', '2026-11-12T15:00:00Z', { outcome: word('significant'), system });
    const sentAt = at('2026-11-13T10:00:00Z');
    const found = damp({
      investigations: [concluded('a', '1'), concluded('b', '1'), concluded('b', '2')],
      summaries: [
        { ref: 's1', system: 'a', investigation: '1', sentAt },
        { ref: 's2', system: 'a', investigation: '2', sentAt },
      ],
      works: [work('safety', { system: 'b', investigation: '1', completedAt: sentAt })],
    });
    expect(states('hazard-case', found, 'awaab-written')).toEqual({
      'awaab-written-summary/a/1': expect.stringMatching(/^met/),
      'awaab-written-summary/b/1': expect.stringMatching(/^(running|disapplied)/),
      'awaab-written-summary/b/2': expect.stringMatching(/^met/),
    });
    expect(states('hazard-case', found, 'awaab-safety')).toEqual({
      'awaab-safety-work/a/1': expect.stringMatching(/^running/),
      'awaab-safety-work/b/1': expect.stringMatching(/^met/),
      'awaab-safety-work/b/2': expect.stringMatching(/^running/),
    });
  });
});

describe('evidence', () => {
  const late = clockSays('2027-01-01T00:00:00.000Z', { readTo: allReadTo('2027-01-01T00:00:00.000Z') });
  const lateDeadline = (
    kind: EntityKind,
    fields: JsonObject,
    rule: string,
    clock: ClockFact = late,
  ): unknown => deadlinesOf(kind, fields, rules, clock).find((it) => it.rule === rule);

  it('of an order that is completed without a time is never a miss, nor a correction', () => {
    const done = ordered('emergency', { status: word('completed') });
    const afterMiss = {
      ...late,
      toldDeadlines: [{ ref: 'target-emergency', dueAt: '2026-11-03T10:00:00.000Z' }],
    };
    for (const clock of [late, afterMiss]) {
      const found = lateDeadline('work-order', done, 'target-emergency', clock);
      expect(found).toMatchObject({ state: 'met', metBy: 'status', reason: 'time-not-stated' });
      expect(found).not.toHaveProperty('metAt');
      expect(found).not.toHaveProperty('corrected');
    }
    const timed = { ...done, completedAt: at('2026-11-04T10:00:00Z') };
    expect(lateDeadline('work-order', timed, 'target-emergency')).toMatchObject({
      state: 'missed',
      metBy: 'completedAt',
    });
  });

  it('of an order that is only closed says neither that it was done nor that it was not', () => {
    const closed = ordered('emergency', { status: word('closed') });
    expect(lateDeadline('work-order', closed, 'target-emergency')).toMatchObject({
      state: 'applicability-unknown',
      reason: 'closed-without-completion',
    });
    const done = { ...closed, completedAt: at('2026-11-03T09:00:00Z') };
    expect(lateDeadline('work-order', done, 'target-emergency')).toMatchObject({ state: 'met' });
  });

  it('waits for every stream that says a status', () => {
    const readTo = { completedAt: late.at, status: '2026-11-03T09:00:00.000Z' };
    const { status: _, ...lagging } = { ...late.readTo, ...readTo };
    expect(
      lateDeadline('work-order', ordered('emergency'), 'target-emergency', { ...late, readTo: lagging }),
    ).toMatchObject({
      state: 'missed',
    });
    expect(
      lateDeadline('work-order', ordered('emergency'), 'target-emergency', { ...late, readTo }),
    ).toMatchObject({
      state: 'overdue-unconfirmed',
    });
  });

  it('from before anybody had to meets nothing; that of the same day does', () => {
    const before = (when: string): JsonObject =>
      damp({ investigations: [investigation('old', 'standard', when, { outcome: word('no-hazard') })] });
    const rule = 'awaab-significant-investigate';
    expect(lateDeadline('hazard-case', before('2025-01-02T10:00:00Z'), rule)).toMatchObject({
      state: 'missed',
    });
    expect(lateDeadline('hazard-case', before('2026-11-02T00:00:00Z'), rule)).toMatchObject({ state: 'met' });
    const safe = emergency({
      madeSafeAt: at('2026-11-01T10:00:00Z'),
      investigations: [investigation('i', 'emergency', '2026-11-02T11:00:00Z')],
    });
    expect(lateDeadline('hazard-case', safe, 'awaab-emergency-make-safe')).toMatchObject({ state: 'missed' });
  });

  it('of making safe counts from when the investigation that found the emergency began', () => {
    const found = damp({
      madeSafeAt: at('2026-11-11T10:00:00Z'),
      investigations: [
        investigation('i1', 'standard', '2026-11-12T15:00:00Z', {
          outcome: word('emergency'),
          startedAt: at('2026-11-11T09:00:00Z'),
        }),
      ],
    });
    expect(lateDeadline('hazard-case', found, 'awaab-emergency-found')).toMatchObject({ state: 'met' });
  });
});

it('a hazard that an order flags begins no clock, and is told of', () => {
  const flagged = {
    tenure: word('secure'),
    raisedAt: at('2026-11-02T10:00:00Z'),
    hazards: [{ ref: 'flag', system: 'contractor', hazard: word('damp-and-mould') }],
  };
  expect(states('work-order', flagged, 'awaab')).toEqual({
    'awaab-emergency-make-safe/contractor/flag': 'applicability-unknown severity-not-known',
    'awaab-significant-investigate/contractor/flag': 'applicability-unknown severity-not-known',
  });
});
