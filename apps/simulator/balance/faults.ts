/** Differences, counted all and kept a few of each sort, so that a broken run stays readable. */
export class Faults {
  readonly #kept = new Map<string, string[]>();
  readonly #counts = new Map<string, number>();

  constructor(private readonly most = 5) {}

  add(sort: string, what: string): void {
    const kept = this.#kept.get(sort) ?? [];
    if (kept.length < this.most) kept.push(what);
    this.#kept.set(sort, kept);
    this.#counts.set(sort, (this.#counts.get(sort) ?? 0) + 1);
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  lines(): readonly string[] {
    return [...this.#counts].flatMap(([sort, count]) => [
      `  ${sort}: ${count}`,
      ...(this.#kept.get(sort) ?? []).map((what) => `      ${what}`),
    ]);
  }
}
