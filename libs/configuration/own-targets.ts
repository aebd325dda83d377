import { firstCountedUnder, type Limit } from '#libs/deadlines/limit.js';
import type { DeadlineRule } from '#libs/deadlines/rule.js';
import type { DeadlinesYaml } from './deadline-yaml.js';

/**
 * The rules with the landlord's own targets instead of the example's. A priority for which the landlord names none has no target. Undefined
 * `targets`: the rules stay as they are.
 */
export function ownTargets(
  rules: readonly DeadlineRule[],
  targets: DeadlinesYaml['targets'],
): readonly DeadlineRule[] {
  if (!targets) return rules;
  const { from, ...limits } = targets;
  return rules.flatMap((rule): readonly DeadlineRule[] => {
    if (rule.trigger.on !== 'ordered') return [rule];
    const limit = limits[rule.trigger.priority] as Limit | undefined;
    if (!limit) return [];
    return [{ ...rule, limit, firstCountedDay: firstCountedUnder(limit), inForceFrom: from }];
  });
}
