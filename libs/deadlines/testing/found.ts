import type { ClockFact } from '../clock-fact.js';
import type { Deadline } from '../deadline.js';
import { deadlinesOf } from '../evaluate.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import { shippedDeadlines } from './shipped-rules.js';

/** All shipped rules, in use. */
export const rules = shippedDeadlines();

/** The first deadline that this rule gives for these fields. */
export const deadline = (
  kind: EntityKind,
  fields: JsonObject,
  rule: string,
  clock?: ClockFact,
): Deadline | undefined => deadlinesOf(kind, fields, rules, clock).find((it) => it.rule === rule);

/** `ref` of a deadline → its state with its reason or due moment, for the rules whose id begins with `of`. */
export const states = (
  kind: EntityKind,
  fields: JsonObject,
  of: string,
  clock?: ClockFact,
): Record<string, string> =>
  Object.fromEntries(
    deadlinesOf(kind, fields, rules, clock)
      .filter((it) => it.rule.startsWith(of))
      .map(({ ref, state, reason, dueAt }) => [ref, `${state} ${reason ?? dueAt}`]),
  );
