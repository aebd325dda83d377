/** Disjoint groups of texts. What was never joined is a group of its own. */
export class Groups {
  readonly #groups = new Map<string, Set<string>>();

  /** The group of this text: one and the same set for all its members. */
  of(member: string): ReadonlySet<string> {
    return this.#own(member);
  }

  join(a: string, b: string): void {
    const [mine, yours] = [this.#own(a), this.#own(b)];
    if (mine === yours) return;
    for (const it of yours) {
      mine.add(it);
      this.#groups.set(it, mine);
    }
  }

  #own(member: string): Set<string> {
    const own = this.#groups.get(member) ?? new Set([member]);
    this.#groups.set(member, own);
    return own;
  }
}
