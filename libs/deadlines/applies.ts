import { dayOf } from './calendar/days.js';
import type { Occasion } from './occasions.js';
import type { DeadlineRule, DeadlineRules } from './rule.js';
import type { Hazard, TimedSubject } from './subject.js';

interface DoesNotApply {
  readonly does: 'no';
  readonly reason: string;
}
interface NotKnown {
  readonly does: 'unknown';
  readonly reason: string;
}
type Bound = { readonly does: 'yes' } | DoesNotApply | NotKnown;
/** `yes` gives the moment that began it. */
export type Applies = { readonly does: 'yes'; readonly at: string } | DoesNotApply | NotKnown;

const YES: Bound = { does: 'yes' };
const no = (reason: string) => ({ does: 'no', reason }) as const;
const unknown = (reason: string) => ({ does: 'unknown', reason }) as const;

/** Does the rule bind this landlord, home and tenancy at that time? What is not known is never taken for a yes or a no. */
export function applies(
  rule: DeadlineRule,
  rules: DeadlineRules,
  subject: TimedSubject,
  occasion: Occasion,
): Applies {
  if (rule.landlords !== 'any' && !rule.landlords.includes(rules.landlord)) return no('landlord-not-bound');
  if (rule.jurisdiction !== 'any' && rule.jurisdiction !== (subject.jurisdiction ?? rules.jurisdiction))
    return no('other-jurisdiction');
  if (rule.tenures !== 'any') {
    if (subject.tenure === undefined) return unknown('tenure-not-known');
    if (!rule.tenures.includes(subject.tenure)) return no('tenure-not-bound');
  }
  if (occasion.at === undefined) return unknown(occasion.unclear ?? 'trigger-not-stated');
  const day = dayOf(occasion.at);
  if (day < rule.inForceFrom) return no('not-in-force');
  const bound = rule.hazards ? hazardBound(rule.hazards, occasion.hazards, day) : YES;
  return bound.does === 'yes' ? { does: 'yes', at: occasion.at } : bound;
}

/** One bound hazard is enough; one of a type or severity that nobody states may be bound, and so may one that nobody names. */
function hazardBound(
  bound: NonNullable<DeadlineRule['hazards']>,
  hazards: readonly Hazard[],
  day: string,
): Bound {
  const all = hazards.map((it) => oneHazard(bound, it, day));
  return (
    all.find((it) => it.does === 'yes') ??
    all.find((it) => it.does === 'unknown') ??
    all[0] ??
    unknown('hazard-type-not-known')
  );
}

function oneHazard(
  bound: NonNullable<DeadlineRule['hazards']>,
  { type, severity }: Hazard,
  day: string,
): Bound {
  if (severity === undefined) return unknown('severity-not-known');
  const rule = bound[severity];
  if (!rule) return no('severity-not-bound');
  if (type === undefined) return unknown('hazard-type-not-known');
  if ('allBut' in rule) return rule.allBut.includes(type) ? no('hazard-not-bound') : YES;
  const from = rule.from[type];
  if (from === undefined) return no('hazard-not-bound');
  return day < from ? no('hazard-not-in-force') : YES;
}
