/** What tells two groups apart beyond doubt: name of the mark → its values. */
export type Marks = ReadonlyMap<string, ReadonlySet<string>>;

interface Group {
  readonly members: Set<string>;
  readonly marks: Map<string, Set<string>>;
}

/**
 * Disjoint groups of texts, and the marks that their members bear together. What was never joined is a group of its own. The smaller of
 * two goes into the larger, so that n joins move n log n.
 */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #marks: ReadonlyMap<string, Marks>;

  /** `marks`: member → what it bears by itself. */
  constructor(marks: ReadonlyMap<string, Marks> = new Map()) {
    this.#marks = marks;
  }

  /** The group of this text: one and the same set for all its members, until they join others. */
  of(member: string): ReadonlySet<string> {
    return this.#own(member).members;
  }

  /** What the group of this text bears. */
  marksOf(member: string): Marks {
    return this.#own(member).marks;
  }

  join(a: string, b: string): void {
    const [mine, yours] = [this.#own(a), this.#own(b)];
    if (mine === yours) return;
    const [large, small] = mine.members.size < yours.members.size ? [yours, mine] : [mine, yours];
    for (const it of small.members) {
      large.members.add(it);
      this.#groups.set(it, large);
    }
    for (const [name, values] of small.marks) {
      const known = large.marks.get(name) ?? new Set();
      values.forEach((it) => known.add(it));
      large.marks.set(name, known);
    }
  }

  #own(member: string): Group {
    const known = this.#groups.get(member);
    if (known) return known;
    const marks = [...(this.#marks.get(member) ?? [])].map(([name, it]) => [name, new Set(it)] as const);
    const own = { members: new Set([member]), marks: new Map(marks) };
    this.#groups.set(member, own);
    return own;
  }
}
