import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** The rules of the house that no linter knows: what ARCHITECTURE.md says of the tree is counted here. */
const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const architecture = read('ARCHITECTURE.md');

const all = readdirSync(join(root, 'libs'), { recursive: true, encoding: 'utf8' })
  .map((path) => posix.join('libs', path.replaceAll('\\', '/')))
  .filter((path) => path.endsWith('.ts'));
/** What the product is made of: no specs, nothing that only specs use. */
const product = all.filter((path) => !path.endsWith('.spec.ts') && !path.includes('/testing/'));

/** Paths from the root that a file imports, of our own files. */
function imports(path: string): readonly string[] {
  return [...read(path).matchAll(/(?:from|import)\s*\(?\s*'(#[^']+|\.{1,2}\/[^']+)'/g)].map(
    ([, named = '']) => (named.startsWith('#') ? named.slice(1) : posix.join(dirname(path), named)),
  );
}

/** Groups of nodes that lead back to themselves (Tarjan). */
function cycles(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const at = new Map<string, number>();
  const low = new Map<string, number>();
  const path: string[] = [];
  const visit = (node: string): void => {
    at.set(node, at.size);
    low.set(node, at.get(node) ?? 0);
    path.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!at.has(next)) visit(next);
      if (path.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== at.get(node)) return;
    const group = path.splice(path.indexOf(node));
    if (group.length > 1) found.push(group);
  };
  for (const node of edges.keys()) if (!at.has(node)) visit(node);
  return found;
}

function graph(nodeOf: (path: string) => string): ReadonlyMap<string, ReadonlySet<string>> {
  const edges = new Map<string, Set<string>>();
  for (const path of product)
    for (const target of imports(path)) {
      const [from, to] = [nodeOf(path), nodeOf(target)];
      if (from !== to && target.startsWith('libs/')) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  return edges;
}

const section = (title: string): string =>
  architecture.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';

test('no library imports an app, not even a spec of it', () => {
  const importers = all.filter((path) => imports(path).some((target) => target.startsWith('apps/')));
  expect(importers).toEqual([]);
});

test('no cycle between the libraries', () => {
  expect(cycles(graph((path) => path.split('/').slice(0, 2).join('/')))).toEqual([]);
});

test('no cycle between the folders of a library', () => {
  expect(cycles(graph(dirname))).toEqual([]);
});

test('the search for cycles finds them', () => {
  const edges = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c', 'd'])],
    ['c', new Set(['a'])],
    ['d', new Set(['e'])],
  ]);
  expect(cycles(edges).map((group) => [...group].sort())).toEqual([['a', 'b', 'c']]);
});

test('an exported name stands for one thing in all of libs', () => {
  const declared = product
    .filter((path) => !read(path).startsWith('// Made '))
    .flatMap((path) =>
      [
        ...read(path).matchAll(
          /^export (?:abstract )?(?:interface|type|class|(?:async )?function\*?|const) (\w+)/gm,
        ),
      ].map(([, name = '']) => [name, path] as const),
    );
  const places = Map.groupBy(declared, ([name]) => name);
  const twice = [...places].filter(([, paths]) => paths.length > 1);
  expect(twice.map(([name, paths]) => `${name}: ${paths.map(([, path]) => path).join(', ')}`)).toEqual([]);
});

test('the tree in ARCHITECTURE.md is the true one', () => {
  const files = ['apps', 'libs'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => posix.join(top, path.replaceAll('\\', '/'))),
  );
  // an empty folder that a checkout kept is none of the house
  const folders = [...new Set(files.map((path) => path.split('/').slice(0, 2).join('/')))].filter(
    (folder) => !folder.endsWith('.ts'),
  );
  const named = [...section('Folders and directions').matchAll(/^((?:apps|libs)\/[a-z-]+)/gm)];
  expect(named.map(([, folder]) => folder).sort()).toEqual(folders.sort());
});

describe('the reading path of ARCHITECTURE.md', () => {
  const rows = [...section('Reading path').matchAll(/^\| \d+ \| `([^`]+)` \| (\d+) \|/gm)].map(
    ([, path = '', lines]) => ({ path, lines: Number(lines) }),
  );
  const lineCount = (path: string): number => read(path).split('\n').length - 1;

  test('names at most 15 files, each once, and each is there', () => {
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.length).toBeLessThanOrEqual(15);
    expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
    expect(rows.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('counts their lines rightly, 1,500 at most', () => {
    expect(rows).toEqual(rows.map(({ path }) => ({ path, lines: lineCount(path) })));
    expect(rows.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThanOrEqual(1_500);
  });
});

test('the table of libraries names every package that the project depends on, and no other', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const used = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !name.startsWith('@types/'),
  );
  const table = section('Libraries, and why each');
  const named = [...table.matchAll(/^\| [^|]+ \| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect([...new Set(named)].sort()).toEqual(used.sort());
});
