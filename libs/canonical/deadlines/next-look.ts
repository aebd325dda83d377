import { isOpen, type Deadline } from './deadline.js';

/** When the clock must look at the entity again; undefined: nothing is open. What is overdue waits for evidence from its due moment on. */
export function nextLook(deadlines: readonly Deadline[]): string | undefined {
  const moments = deadlines.filter(isOpen).flatMap(({ state, nearAt, dueAt }) => {
    const at = state === 'running' ? nearAt : dueAt;
    return at ?? [];
  });
  return moments.sort()[0];
}
