/** Disjoint sets over text (union by size, path halving), which know their members. */
export class Groups {
  readonly #parent = new Map<string, string>();
  readonly #members = new Map<string, readonly string[]>();

  /** The group's root; founds a group of one for a member not seen before. */
  root(member: string): string {
    let at = member;
    for (;;) {
      const parent = this.#parent.get(at);
      if (parent === undefined) this.#parent.set(at, at);
      if (parent === undefined || parent === at) return at;
      const grand = this.#parent.get(parent) ?? parent;
      this.#parent.set(at, grand);
      at = grand;
    }
  }

  /** All members of the group of this one. */
  members(member: string): readonly string[] {
    const root = this.root(member);
    return this.#members.get(root) ?? [root];
  }

  join(a: string, b: string): void {
    if (this.root(a) === this.root(b)) return;
    const [mine, yours] = [this.members(a), this.members(b)];
    const [large, small] = mine.length < yours.length ? [b, a] : [a, b];
    this.#parent.set(this.root(small), this.root(large));
    this.#members.set(this.root(large), [...mine, ...yours]);
  }
}
