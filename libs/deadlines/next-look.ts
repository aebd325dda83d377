import { isTold, type ClockFact } from './clock-fact.js';
import { isOpen, type Deadline } from './deadline.js';

/**
 * When the clock must look at the entity again, ISO in UTC; undefined where no deadline is open. From its due moment on an overdue
 * deadline is looked at for evidence. After a miss one more look notes that it was published.
 */
export function nextLook(deadlines: readonly Deadline[], clock: ClockFact | undefined): string | undefined {
  const moments = deadlines.flatMap((deadline) => {
    const { state, nearAt, dueAt, quiet } = deadline;
    if (state === 'running') return nearAt ?? [];
    const mustBeNoted = state === 'missed' && quiet !== true && !isTold(clock, deadline);
    return isOpen(deadline) || mustBeNoted ? (dueAt ?? []) : [];
  });
  return moments.sort()[0];
}
