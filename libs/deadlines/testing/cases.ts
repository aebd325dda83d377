import type { ClockFact } from '../clock-fact.js';
import type { JsonObject } from '#libs/model/json.js';

/** A moment as a model has it. */
export const at = (instant: string): JsonObject => ({ at: new Date(instant).toISOString(), text: instant });

/** A code as a model has it. */
export const word = (value: string): JsonObject => ({
  state: 'mapped',
  value,
  raw: { scheme: 'x/y', code: value },
});

export const hazard = (type: string, severity: string, more: JsonObject = {}): JsonObject => ({
  ref: 'h1',
  hazard: word(type),
  severity: word(severity),
  ...more,
});

export const investigation = (
  ref: string,
  kind: string,
  concluded?: string,
  more: JsonObject = {},
): JsonObject => ({
  ref,
  kind: word(kind),
  ...(concluded === undefined ? {} : { concludedAt: at(concluded) }),
  ...more,
});

export const work = (kind: string, more: JsonObject): JsonObject => ({
  ref: 'w1',
  kind: word(kind),
  ...more,
});

/** Damp and mould of which the landlord became aware on Monday 2 November 2026 at 10:00. */
export const damp = (more: JsonObject = {}): JsonObject => ({
  tenure: word('secure'),
  awareAt: at('2026-11-02T10:00:00Z'),
  awareSource: word('tenant-report'),
  hazards: [hazard('damp-and-mould', 'significant')],
  ...more,
});

export const emergency = (more: JsonObject = {}): JsonObject =>
  damp({ hazards: [hazard('electrical', 'emergency')], ...more });

export const scottish = (more: JsonObject = {}): JsonObject => damp({ jurisdiction: 'scotland', ...more });

/** Concluded on Thursday 12 November. */
export const investigated = investigation('i1', 'standard', '2026-11-12T15:00:00Z', {
  outcome: word('significant'),
});

export const notified = (defect: string, when: string): JsonObject => ({
  tenure: word('secure'),
  rightToRepair: { defect, notifiedAt: at(when) },
});

/** Raised on Monday 2 November 2026 at 10:00. */
export const ordered = (priority: string, more: JsonObject = {}): JsonObject => ({
  priority: word(priority),
  raisedAt: at('2026-11-02T10:00:00Z'),
  ...more,
});

/** What the clock says. */
export const clockSays = (now: string, more: Partial<ClockFact> = {}): ClockFact => ({
  at: now,
  readTo: {},
  toldDeadlines: [],
  ...more,
});

/** Whatever field evidence could stand in has been read up to then. */
export const allReadTo = (to: string): ClockFact['readTo'] =>
  Object.fromEntries(
    `investigations madeSafeAt hazards summaries works decants closedReason completedAt status cancelledAt`
      .split(' ')
      .map((field) => [field, to]),
  );
