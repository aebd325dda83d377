import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Package {
  readonly version: string;
  readonly integrity: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Package>>;

const made = (version: string, more: Partial<Package> = {}): Package => ({
  version,
  integrity: `sha512-${version}`,
  ...more,
});
const elsewhere = { optional: true, os: [`!${process.platform}`] };

const ROOT = {
  dependencies: { one: '1' },
  devDependencies: { two: '2', node: '24' },
  optionalDependencies: { here: '1', elsewhere: '1' },
};
const HERE: Packages = {
  'node_modules/one': made('1.0.0', { dependencies: { shared: '1' } }),
  'node_modules/one/node_modules/shared': made('1.0.0'),
  'node_modules/two': made('2.0.0', { dev: true, dependencies: { shared: '2' } }),
  'node_modules/node': made('24.0.0', { dev: true }),
  'node_modules/shared': made('2.0.0', { dev: true }),
  'node_modules/here': made('1.0.0', { optional: true, os: [process.platform] }),
};
const WANTED: Packages = {
  ...HERE,
  'node_modules/elsewhere': made('1.0.0', { ...elsewhere, dependencies: { beside: '1' } }),
  'node_modules/beside': made('1.0.0', { optional: true }),
};

let outer: string;
let root: string;
const write = (file: string, text: string, mode = 0o644): void => {
  mkdirSync(dirname(join(outer, file)), { recursive: true });
  writeFileSync(join(outer, file), text, { mode });
};

/** A checkout whose modules its user installed, and an npm that writes down that it was called. */
beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), 'lintel-prepare-'));
  root = join(outer, 'checkout');
  for (const name of ['prepare.mjs', 'installed.mjs'])
    cpSync(join(__dirname, name), join(root, 'apps/cli/bin', name));
  write('checkout/apps/cli/bin/run.mjs', `import { prepare } from './prepare.mjs'; prepare();`);
  write('checkout/tsconfig.json', '{}');
  for (const folder of ['libs', 'connectors']) mkdirSync(join(root, folder));
  want(WANTED);
  install(HERE);
  write(
    'bin/npm',
    `#!/bin/sh\necho "$@" >> '${outer}/asked'\ncp '${outer}/npm-installs.json' node_modules/.package-lock.json\n`,
    0o755,
  );
});
afterEach(() => rmSync(outer, { recursive: true, force: true }));

const want = (packages: Packages): void =>
  write('checkout/package-lock.json', JSON.stringify({ packages: { '': ROOT, ...packages } }));

function install(packages: Packages): void {
  for (const place of Object.keys(packages)) write(`checkout/${place}/package.json`, '{}');
  write('checkout/node_modules/.package-lock.json', JSON.stringify({ packages }));
  write('checkout/node_modules/@nestjs/cli/bin/nest.js', '');
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
  rmSync(join(root, 'node_modules/node/bin/node'), { force: true });
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
  write('npm-installs.json', JSON.stringify({ packages }));
}

/** Prepares the checkout; gives how often npm was asked to install by then. */
function prepared(): number {
  const { status, stderr } = run();
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) as string });
  return asked();
}
const run = () =>
  spawnSync(process.execPath, [join(root, 'apps/cli/bin/run.mjs')], {
    encoding: 'utf8',
    env: { PATH: `${join(outer, 'bin')}:${process.env['PATH']}` },
  });
const asked = (): number =>
  existsSync(join(outer, 'asked')) ? readFileSync(join(outer, 'asked'), 'utf8').trim().split('\n').length : 0;

test('modules that somebody else installed are not installed again, whatever is there beside them', () => {
  expect(prepared()).toBe(0);
  install({ ...HERE, 'node_modules/extra': made('1.0.0') });
  expect(prepared()).toBe(0);
});

test.each<[what: string, change: () => void]>([
  ['another version', () => install({ ...HERE, 'node_modules/one': made('1.0.1') })],
  [
    'other content under the same version',
    () => install({ ...HERE, 'node_modules/two': made('2.0.0', { integrity: 'sha512-other' }) }),
  ],
  ['the wrong one of two versions', () => install({ ...HERE, 'node_modules/shared': made('1.0.0') })],
  ['a new dependency', () => want({ ...WANTED, 'node_modules/one': made('1.1.0') })],
  [
    'an optional package for this machine that is not there',
    () =>
      install(Object.fromEntries(Object.entries(HERE).filter(([place]) => place !== 'node_modules/here'))),
  ],
  ['a folder that was deleted', () => rmSync(join(root, 'node_modules/two'), { recursive: true })],
  ['no note of what is installed', () => rmSync(join(root, 'node_modules/.package-lock.json'))],
])('%s: installed', (_, change) => {
  change();
  expect(prepared()).toBe(1);
});

test('what npm gave up on is asked for once, and again when something changed', () => {
  const without = Object.fromEntries(Object.entries(HERE).filter(([place]) => place !== 'node_modules/here'));
  install(without);
  expect(prepared()).toBe(1);
  expect(prepared()).toBe(1);
  want({ ...WANTED, 'node_modules/two': made('2.0.1') });
  expect(prepared()).toBe(2);
  expect(prepared()).toBe(2);
  install(HERE);
  expect(prepared()).toBe(3);
});

test('modules behind a link are taken as they are, and never changed', () => {
  renameSync(join(root, 'node_modules'), join(outer, 'shared'));
  symlinkSync(join(outer, 'shared'), join(root, 'node_modules'));
  expect(prepared()).toBe(0);
  want({ ...WANTED, 'node_modules/one': made('1.1.0') });
  expect(run()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('node_modules is a link') as string,
  });
  expect(asked()).toBe(0);
});
