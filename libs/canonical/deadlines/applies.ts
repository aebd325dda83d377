import { dayOf } from './calendar/days.js';
import type { Occasion } from './occasions.js';
import type { DeadlineRule, DeadlineRules } from './rule.js';
import type { Hazard, Subject } from './subject.js';

export type Applies = { readonly does: 'yes' } | { readonly does: 'no' | 'unknown'; readonly reason: string };

const YES: Applies = { does: 'yes' };
const no = (reason: string): Applies => ({ does: 'no', reason });
const unknown = (reason: string): Applies => ({ does: 'unknown', reason });

/** Does the rule bind this landlord, home and tenancy at that time? What is not known is never taken for a yes or a no. */
export function applies(
  rule: DeadlineRule,
  rules: DeadlineRules,
  subject: Subject,
  occasion: Occasion,
): Applies {
  if (rule.landlords !== 'any' && !rule.landlords.includes(rules.landlord)) return no('landlord-not-bound');
  if (rule.jurisdiction !== 'any' && rule.jurisdiction !== (subject.jurisdiction ?? rules.jurisdiction))
    return no('other-jurisdiction');
  if (rule.tenures !== 'any') {
    if (subject.tenure === undefined) return unknown('tenure-not-known');
    if (!rule.tenures.includes(subject.tenure)) return no('tenure-not-bound');
  }
  if (occasion.at === undefined)
    return unknown(rule.trigger.on === 'right-to-repair' ? 'notice-not-stated' : 'awareness-not-stated');
  const day = dayOf(occasion.at);
  if (day < rule.inForceFrom) return no('not-in-force');
  return rule.hazards ? hazardBound(rule.hazards, occasion.hazards, day) : YES;
}

/** One bound hazard is enough; one of a type that nobody states, or that the rule does not know, may be bound. */
function hazardBound(
  bound: NonNullable<DeadlineRule['hazards']>,
  hazards: readonly Hazard[],
  day: string,
): Applies {
  const all = hazards.map((it) => oneHazard(bound, it, day));
  return (
    all.find((it) => it.does === 'yes') ??
    all.find((it) => it.does === 'unknown') ??
    all[0] ??
    no('no-hazard')
  );
}

function oneHazard(
  bound: NonNullable<DeadlineRule['hazards']>,
  { type, category }: Hazard,
  day: string,
): Applies {
  const rule = category === undefined ? undefined : bound[category];
  if (!rule) return category === undefined ? unknown('category-not-known') : no('category-not-bound');
  if (type === undefined) return unknown('hazard-type-not-known');
  if ('allBut' in rule) return rule.allBut.includes(type) ? no('hazard-not-bound') : YES;
  const from = rule.from[type];
  if (from === undefined) return no('hazard-not-bound');
  return day < from ? no('hazard-not-in-force') : YES;
}
