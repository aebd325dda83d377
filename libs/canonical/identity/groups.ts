/** Disjoint sets over text (union by root, path halving). */
export class Groups {
  readonly #parent = new Map<string, string>();

  has(member: string): boolean {
    return this.#parent.has(member);
  }

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

  join(a: string, b: string): void {
    const [first, second] = [this.root(a), this.root(b)];
    if (first !== second) this.#parent.set(second, first);
  }
}
