import { isTold, type ClockFact } from './clock-fact.js';
import { isOpen, type Deadline } from './deadline.js';

/**
 * When the clock must look at the entity again; undefined: nothing is open. What is overdue waits for evidence from its due moment on;
 * of a miss the clock has yet to note that it was published.
 */
export function nextLook(deadlines: readonly Deadline[], clock: ClockFact | undefined): string | undefined {
  const moments = deadlines.flatMap((it) => {
    if (it.state === 'running') return it.nearAt ?? [];
    const open = isOpen(it) || (it.state === 'missed' && it.quiet !== true && !isTold(clock, it));
    return open ? (it.dueAt ?? []) : [];
  });
  return moments.sort()[0];
}
