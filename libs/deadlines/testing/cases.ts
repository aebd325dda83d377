import type { ClockFact } from '../clock-fact.js';
import type { JsonObject } from '#libs/model/json.js';

/** An instant as documents hold it. */
export const at = (instant: string): JsonObject => ({ at: new Date(instant).toISOString(), text: instant });

/** A mapped code as documents hold it. */
export const word = (value: string): JsonObject => ({
  state: 'mapped',
  value,
  raw: { scheme: 'x/y', code: value },
});

/** A hazard with the number `h1`. */
export const hazard = (type: string, severity: string, more: JsonObject = {}): JsonObject => ({
  ref: 'h1',
  hazard: word(type),
  severity: word(severity),
  ...more,
});

/** An investigation; `concluded` is ISO. */
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

/** Work with the number `w1`. */
export const work = (kind: string, more: JsonObject): JsonObject => ({
  ref: 'w1',
  kind: word(kind),
  ...more,
});

/** A case of damp and mould; the landlord became aware of it on Monday 2 November 2026 at 10:00. */
export const damp = (more: JsonObject = {}): JsonObject => ({
  tenure: word('secure'),
  awareAt: at('2026-11-02T10:00:00Z'),
  awareSource: word('tenant-report'),
  hazards: [hazard('damp-and-mould', 'significant')],
  ...more,
});

/** A case of an electrical emergency, aware at the same time. */
export const emergency = (more: JsonObject = {}): JsonObject =>
  damp({ hazards: [hazard('electrical', 'emergency')], ...more });

/** The case of damp in Scotland. */
export const scottish = (more: JsonObject = {}): JsonObject => damp({ jurisdiction: 'scotland', ...more });

/** An investigation that was concluded on Thursday 12 November 2026. */
export const investigated = investigation('i1', 'standard', '2026-11-12T15:00:00Z', {
  outcome: word('significant'),
});

/** An order under the right to repair; `when` is the notice, ISO. */
export const notified = (defect: string, when: string): JsonObject => ({
  tenure: word('secure'),
  rightToRepair: { defect, notifiedAt: at(when) },
});

/** An order that was raised on Monday 2 November 2026 at 10:00. */
export const ordered = (priority: string, more: JsonObject = {}): JsonObject => ({
  priority: word(priority),
  raisedAt: at('2026-11-02T10:00:00Z'),
  ...more,
});

/** A fact of the clock at `now`, ISO. */
export const clockSays = (now: string, more: Partial<ClockFact> = {}): ClockFact => ({
  at: now,
  readTo: {},
  toldDeadlines: [],
  ...more,
});

/** Every field that could hold evidence has been read up to this instant. */
export const allReadTo = (to: string): ClockFact['readTo'] =>
  Object.fromEntries(
    `investigations madeSafeAt hazards summaries works decants closedReason completedAt status cancelledAt`
      .split(' ')
      .map((field) => [field, to]),
  );
