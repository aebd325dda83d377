/** The door is shut: an HTTP status, and a stable code for the counter. Nothing that came is in it (I10). */
export interface Refusal {
  readonly refuse: 400 | 401 | 413 | 415;
  readonly code: string;
}

export const isRefusal = (verdict: object): verdict is Refusal => 'refuse' in verdict;
