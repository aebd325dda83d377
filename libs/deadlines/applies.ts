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

/** Whether a rule applies. `yes`: `at` is the moment that began the deadline, ISO in UTC. Otherwise `reason` is a stable code. */
export type Applies = { readonly does: 'yes'; readonly at: string } | DoesNotApply | NotKnown;

const YES: Bound = { does: 'yes' };
const no = (reason: string) => ({ does: 'no', reason }) as const;
const unknown = (reason: string) => ({ does: 'unknown', reason }) as const;

/** Does the rule bind this landlord, home and tenancy on the day of the occasion? What is not known counts neither as yes nor as no. */
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
  const bound = rule.hazards ? anyHazardBound(rule.hazards, occasion.hazards, day) : YES;
  return bound.does === 'yes' ? { does: 'yes', at: occasion.at } : bound;
}

type HazardsOfRule = NonNullable<DeadlineRule['hazards']>;

/** One bound hazard is enough. A hazard whose type or severity nobody states may be bound, and so may one that nobody records. */
function anyHazardBound(rule: HazardsOfRule, hazards: readonly Hazard[], day: string): Bound {
  const bounds = hazards.map((hazard) => hazardBound(rule, hazard, day));
  return (
    bounds.find((it) => it.does === 'yes') ??
    bounds.find((it) => it.does === 'unknown') ??
    bounds[0] ??
    unknown('hazard-type-not-known')
  );
}

function hazardBound(rule: HazardsOfRule, { type, severity }: Hazard, day: string): Bound {
  if (severity === undefined) return unknown('severity-not-known');
  const types = rule[severity];
  if (!types) return no('severity-not-bound');
  if (type === undefined) return unknown('hazard-type-not-known');
  if ('allBut' in types) return types.allBut.includes(type) ? no('hazard-not-bound') : YES;
  const from = types.from[type];
  if (from === undefined) return no('hazard-not-bound');
  return day < from ? no('hazard-not-in-force') : YES;
}
