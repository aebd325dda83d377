// JSONata's own rules, for what we evaluate ourselves. `direct.spec.ts` compares both.

/** The path `a.b.c` from a context. Lists on the way are walked and flattened; a single result stands alone, no result is undefined. */
export function walk(context: unknown, names: readonly string[]): unknown {
  let items: readonly unknown[] = Array.isArray(context) ? context : [context];
  for (const [index, name] of names.entries()) {
    const found: unknown[] = [];
    let fromList = false;
    for (const item of items) {
      const value = memberOf(item, name);
      if (value === undefined) continue;
      found.push(value);
      fromList = Array.isArray(item);
    }
    const [only] = found;
    if (index === names.length - 1 && found.length === 1 && Array.isArray(only) && !fromList) return only;
    items = found.flat();
    if (items.length === 0) return undefined;
  }
  return items.length === 1 ? items[0] : items;
}

function memberOf(item: unknown, name: string): unknown {
  if (Array.isArray(item)) {
    const found = item
      .map((each) => memberOf(each, name))
      .filter((each) => each !== undefined)
      .flat();
    return found.length === 0 ? undefined : found.length === 1 ? found[0] : found;
  }
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, name)) return undefined;
  return (item as Record<string, unknown>)[name];
}

/** `$boolean`: whether a value counts as true; undefined for no value. */
export function truth(value: unknown): boolean | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.some((item) => truth(item) === true);
  if (typeof value === 'object') return value !== null && Object.keys(value).length > 0;
  return typeof value === 'function' ? false : Boolean(value);
}

/** `=`: deep equality. It is never true where either side has no value. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return left !== undefined;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const names = Object.keys(left);
  if (Array.isArray(left) !== Array.isArray(right) || names.length !== Object.keys(right).length)
    return false;
  return names.every(
    (name) => Object.hasOwn(right, name) && equal(Reflect.get(left, name), Reflect.get(right, name)),
  );
}

/** `$string`, as `&` uses it: no value is empty text. */
export function joined(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_name, item: unknown) =>
    typeof item === 'number' && !Number.isInteger(item) ? Number(item.toPrecision(15)) : item,
  );
}
