// Runs before anything is installed, on Node 20 or newer: no imports but Node's own.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingModules } from './installed.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
/** The pinned Node of the project, whatever runs this script. */
export const node = join(root, 'node_modules', 'node', 'bin', 'node');

const say = (text) => process.stderr.write(`lintel: ${text}\n`);

/** Installs what is missing or stale and builds what changed. Ends the process with a plain message where it cannot. */
export function prepare() {
  installIfStale();
  buildIfChanged();
}

/**
 * Installs where `node_modules` does not hold what `package-lock.json` asks for. The stamp is only for what npm itself gave up on, an
 * optional package that could not be fetched: it is not tried again before something changes.
 */
function installIfStale() {
  const modules = join(root, 'node_modules');
  const stamp = join(modules, '.lintel-installed');
  if (existsSync(node) && (missingModules(root).length === 0 || textOf(stamp) === installed())) return;
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    say('node_modules is a link to modules that package-lock.json does not ask for.');
    say('Install there (npm ci), or remove the link: npm test then installs a folder of its own.');
    process.exit(1);
  }
  say('installing dependencies (npm ci) …');
  run(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'The dependencies could not be installed. Is the npm registry reachable?',
  );
  writeFileSync(stamp, installed());
}

/** Says which lock file was installed, and what npm noted that it installed. */
const installed = () =>
  digest(['package-lock.json', 'node_modules/.package-lock.json'].map((name) => textOf(join(root, name))));

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function buildIfChanged() {
  const sources = ['apps', 'libs', 'connectors'].flatMap((folder) => files(join(root, folder)));
  const about = [...sources, join(root, 'tsconfig.json'), join(root, 'package-lock.json')].map((path) => {
    const { mtimeMs, size } = statSync(path);
    return `${path}:${mtimeMs}:${size}`;
  });
  const wanted = digest(about);
  const stamp = join(root, 'dist', '.lintel-built');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('building …');
  run(
    node,
    [join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build'],
    'The build failed; see above.',
  );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function run(command, args, failure) {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
  // what npm says of itself is not the caller's output: --json must stay clean
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: path },
  });
  if (status === 0) return;
  say(`${failure}${error ? ` (${error.message})` : ''}`);
  process.exit(1);
}
