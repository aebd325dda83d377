import type { JsonObject } from '#libs/model/json.js';
import { at, damp, hazard, investigated, investigation, ordered, word } from './testing/cases.js';
import { states } from './testing/found.js';

describe('of several hazards that were found', () => {
  const summary = (...hazards: readonly JsonObject[]): unknown =>
    states('hazard-case', damp({ hazards: [...hazards], investigations: [investigated] }), 'awaab-written');
  const unbound = hazard('overcrowding', 'significant');
  const nobodyKnows = hazard('x', 'significant', {
    ref: 'h2',
    hazard: { state: 'unmapped', raw: { scheme: 'x/y', code: 'Q' } },
  });
  const bound = hazard('damp-and-mould', 'significant', { ref: 'h3' });

  it('one that is bound is enough, wherever it stands', () => {
    for (const hazards of [
      [unbound, nobodyKnows, bound],
      [bound, nobodyKnows, unbound],
    ])
      expect(summary(...hazards)).toEqual({
        'awaab-written-summary/i1': 'running 2026-11-17T23:59:59.999Z',
      });
  });

  it('one of which nobody knows leaves it open', () => {
    for (const hazards of [
      [unbound, nobodyKnows],
      [nobodyKnows, unbound],
    ])
      expect(summary(...hazards)).toEqual({
        'awaab-written-summary/i1': 'applicability-unknown hazard-type-not-known',
      });
  });

  it('one that is not as grave as was found does not count', () => {
    expect(summary(unbound)).toEqual({ 'awaab-written-summary/i1': 'not-applicable hazard-not-bound' });
    const graver = hazard('damp-and-mould', 'emergency', { ref: 'h3' });
    const safety = damp({ hazards: [unbound, graver], investigations: [investigated] });
    expect(states('hazard-case', safety, 'awaab-safety')).toEqual({
      'awaab-safety-work/i1': 'not-applicable hazard-not-bound',
    });
  });
});

describe('a hazard that is asserted after the landlord became aware', () => {
  const asserted = hazard('damp-and-mould', 'significant', { assertedAt: at('2026-11-12T16:00:00Z') });
  const due = (more: JsonObject, outcome = 'significant'): unknown =>
    states(
      'hazard-case',
      damp({
        hazards: [asserted],
        investigations: [
          investigation('i1', 'standard', '2026-11-12T15:00:00Z', { outcome: word(outcome), ...more }),
        ],
      }),
      'awaab-significant',
    );
  const fromThen = {
    'awaab-significant-investigate/h1': expect.stringContaining('2026-11-26T23:59:59.999Z'),
  };
  const fromAware = {
    'awaab-significant-investigate/h1': expect.stringContaining('2026-11-16T23:59:59.999Z'),
  };

  it('counts from awareness where an investigation that had begun found it', () => {
    expect(due({})).toEqual(fromAware);
    expect(due({ startedAt: at('2026-11-12T16:00:00Z') })).toEqual(fromAware);
  });

  it('counts from then where the investigation found something else, or began later', () => {
    expect(due({}, 'none')).toEqual(fromThen);
    expect(due({ startedAt: at('2026-11-12T16:30:00Z') })).toEqual(fromThen);
    expect(due({ concludedAt: at('2026-11-01T15:00:00Z') })).toEqual(fromThen);
  });
});

it('an order that is cancelled without a time has no target', () => {
  expect(
    states('work-order', ordered('emergency', { status: word('cancelled') }), 'target-emergency'),
  ).toEqual({ 'target-emergency': 'disapplied cancelled' });
});
