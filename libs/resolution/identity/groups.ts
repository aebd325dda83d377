/** Marks tell two groups apart: name of the mark → its values. Groups with different values of one mark are different things. */
export type Marks = ReadonlyMap<string, ReadonlySet<string>>;

interface Group {
  readonly members: Set<string>;
  readonly marks: Map<string, Set<string>>;
}

/**
 * Disjoint groups of texts, each with the marks of all its members. A text that was never joined is a group of its own. A join moves the
 * smaller group into the larger one, so that n joins move at most n log n members.
 */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #marks: ReadonlyMap<string, Marks>;

  /** `marks`: member → its own marks. */
  constructor(marks: ReadonlyMap<string, Marks> = new Map()) {
    this.#marks = marks;
  }

  /** The group of this text. All members get the same set object, until the group joins another. */
  of(member: string): ReadonlySet<string> {
    return this.#own(member).members;
  }

  /** The marks of the group of this text. */
  marksOf(member: string): Marks {
    return this.#own(member).marks;
  }

  /** Makes one group of the groups of these two texts. */
  join(a: string, b: string): void {
    const [mine, yours] = [this.#own(a), this.#own(b)];
    if (mine === yours) return;
    const [large, small] = mine.members.size < yours.members.size ? [yours, mine] : [mine, yours];
    for (const member of small.members) {
      large.members.add(member);
      this.#groups.set(member, large);
    }
    for (const [name, values] of small.marks) {
      const known = large.marks.get(name) ?? new Set();
      values.forEach((value) => known.add(value));
      large.marks.set(name, known);
    }
  }

  #own(member: string): Group {
    const known = this.#groups.get(member);
    if (known) return known;
    const marks = [...(this.#marks.get(member) ?? [])].map(
      ([name, values]) => [name, new Set(values)] as const,
    );
    const own = { members: new Set([member]), marks: new Map(marks) };
    this.#groups.set(member, own);
    return own;
  }
}
