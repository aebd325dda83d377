/** A delivery that may not come in; nothing of it was stored. It holds nothing that came (I10). */
export interface Refusal {
  /** The HTTP status of the answer. */
  readonly refuse: 400 | 401 | 413 | 415;
  /** Stable; counted, and told to the caller. */
  readonly code: string;
}

/** Tells a Refusal from what was let in. */
export const isRefusal = (verdict: object): verdict is Refusal => 'refuse' in verdict;
